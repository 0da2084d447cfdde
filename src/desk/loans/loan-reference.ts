/** How a loan record is named from outside: by our id, or by the library's (and its agency, where we serve several). */
export type LoanReference =
  { by: 'id'; id: string } | { by: 'library-id'; libraryId: string; agency?: string };
