import { Type } from '@sinclair/typebox';
import { cleanText, Identifier } from '@spillway/chassis';
import { limits } from '@spillway/contracts';

export const Price = Type.Number({
  minimum: 0,
  maximum: limits.unitPrice, // what a currency without decimals may have; the others are held to it in minor units
  description: 'Of one piece, as a decimal number with no more decimals than the currency has',
  examples: [12.5],
});
export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217', default: 'EUR' });
export const Name = cleanText(limits.name, { minLength: 1 });
export const Description = Type.String({
  maxLength: limits.description,
  pattern: '^(?:[^\\p{Cc}\\p{Cs}]|[\\t\\n])*$', // may have paragraphs
});
export const Category = Identifier;
export const ProductId = Identifier;
export const pieces = (description: string) => Type.Integer({ minimum: 0, description });
export const Moment = Type.String({ format: 'date-time' });
export const ProductParams = Type.Object({ productId: ProductId });
