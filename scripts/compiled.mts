/** Imports what has been compiled. @throws saying what to do when it has not */
export const compiled = <M,>(importing: Promise<M>, folder: string): Promise<M> =>
  importing.catch((cause: unknown) => {
    throw new Error(`${folder} is not built: run \`make build\``, { cause });
  });
