/** Libraries that a seeded gateway lends to and borrows from; nothing is ever sent to them. */
export const seedPeers = ['North', 'South', 'East', 'West', 'Hill', 'Lake', 'Coast', 'Forest'].map(
  (name) => ({
    ...{ name: name.toLowerCase(), agency: `XX-${name.toUpperCase()}`, origin: 'http://127.0.0.1:9' },
  }),
);
