import type { Request } from 'express';
import type { LoanReference } from '../../../desk/index.js';
import { ProblemError, problems } from '../../problems.js';
import { pathPart } from '../query.js';

const LIBRARY = 'library:';

/** Which loan record a path names: `{our id}`, or `library:{the library's id}` with `?agency=` where several are served. */
export function loanReferenceIn(req: Request): LoanReference {
  const id = pathPart(req, 'id');
  if (!id.startsWith(LIBRARY)) return { by: 'id', id };
  const { agency } = req.query;
  return {
    by: 'library-id',
    libraryId: id.slice(LIBRARY.length),
    ...(typeof agency === 'string' && agency !== '' ? { agency } : {}),
  };
}

export function noSuchRecord(): ProblemError {
  return new ProblemError(problems.notFound, { detail: 'No loan record has this id.' });
}
