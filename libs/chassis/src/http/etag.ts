import { Problem } from './problem';

/** The version of something that counts its changes, as HTTP compares it. */
export const etagOf = (version: number): string => `"${version}"`;

const tagsIn = (header: string) => header.split(',').map((tag) => tag.trim());

/** If-None-Match: the caller has this version already. Weak tags match, too (RFC 9110, 13.1.2). */
export const isKnown = (header: string | undefined, version: number): boolean =>
  header !== undefined && tagsIn(header).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etagOf(version));

/** If-Match: throws a 412 unless the caller has seen this version. Weak tags never match (RFC 9110, 13.1.1). */
export function requireMatch(header: string | undefined, version: number): void {
  if (header === undefined || tagsIn(header).some((tag) => tag === '*' || tag === etagOf(version))) return;
  throw new Problem(412, 'VERSION_MISMATCH', `It has changed meanwhile: it is at version ${version} now.`, {
    headers: { etag: etagOf(version) },
    version,
  });
}
