/**
 * How many decimals the minor unit of a currency has, by ISO 4217 list one.
 * A table of our own, because Intl follows CLDR, which gives some currencies the decimals of their cash instead
 * (IQD 0 instead of 3, HUF 0 instead of 2): amounts would change with the version of Node.
 */
const codesByDecimals: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
      CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
      IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN
      MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS
      SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const decimalsByCode = new Map(
  Object.entries(codesByDecimals).flatMap(([decimals, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(decimals)] as const),
  ),
);

/** 2 for EUR, 0 for JPY, 3 for BHD; undefined for what is no currency. */
export const decimalsOf = (currency: string): number | undefined => decimalsByCode.get(currency);

export const currencies = (): readonly string[] => [...decimalsByCode.keys()].sort();

/**
 * Minor units as the decimal number people read. One division by a power of ten is correctly rounded, so the result is
 * the double nearest to the decimal, and up to the largest amount an event can carry it prints as that decimal.
 */
export const toDecimal = (amount: number, currency: string): number => amount / 10 ** (decimalsOf(currency) ?? 2);
