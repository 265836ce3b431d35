import { type TString, Type } from '@sinclair/typebox';
import { limits } from '@spillway/contracts';

/** Text that can be stored, shown and logged: no control characters, no half of a surrogate pair. */
const clean = '^[^\\p{Cc}\\p{Cs}]*$';

/** Text of a request, of so many characters at most; may be empty unless said. */
export const cleanText = (
  maxLength: number,
  options: { readonly minLength?: number; readonly description?: string } = {},
): TString => Type.String({ maxLength, pattern: clean, ...options });

/** A free identifier, of a user or a product. */
export const Identifier = cleanText(limits.identifier, { minLength: 1 });
