import { Problem } from '@spillway/chassis';
import { Unacceptable } from '../domain/price';

export const productNotFound = (id: string) => new Problem(404, 'PRODUCT_NOT_FOUND', `There is no product ${id}.`);

export const productRetired = (id: string) => new Problem(409, 'PRODUCT_RETIRED', `${id} is no longer for sale.`);

/** Runs `work`; what it finds unacceptable is a 422 that points to it. */
export async function acceptable<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Unacceptable)) throw error;
    throw new Problem(422, error.code, 'The request cannot be accepted as it stands.', {
      errors: error.errors,
      cause: error,
    });
  }
}
