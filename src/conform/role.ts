/** Our side in a test: as requester we ask a peer that supplies. */
export const roles = ['requester', 'supplier'] as const;
export type Role = (typeof roles)[number];
