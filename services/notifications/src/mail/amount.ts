import { decimalsOf } from '@spillway/contracts';

interface CurrencyFormat {
  format: Intl.NumberFormat;
  /** Of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD. */
  digits: number;
}

const formats = new Map<string, CurrencyFormat>();

/** Building a format costs more than a hundred uses of it, hence one per currency. */
function formatOf(currency: string): CurrencyFormat {
  const known = formats.get(currency);
  if (known !== undefined) return known;
  const digits = decimalsOf(currency) ?? 2;
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits, // Intl's own follow the cash of a currency: HUF would be shown a hundred times too large
    maximumFractionDigits: digits,
  });
  const made = { format, digits };
  formats.set(currency, made);
  return made;
}

/** Minor units as people read them: 1050 EUR is €10.50, 1050 JPY is ¥1,050. Exact: the decimal point is moved in the text, not by division. */
export function formatAmount(money: { amount: number; currency: string }): string {
  const { format, digits } = formatOf(money.currency);
  return format.format(`${money.amount}E-${digits}` as Intl.StringNumericLiteral);
}
