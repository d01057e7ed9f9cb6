// How numbers are written: 1,234; 86.6 %; a true minus; no number rounded into a different claim.

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const thousandths = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const MINUS = '\u2212';
const SPACE = '\u00a0';

/** @param {string} text */
const trueMinus = (text) => text.replace('-', MINUS);

/** A text whose numbers keep their signs of per cent at the end of a line. @param {string} text */
export const unbroken = (text) => text.replace(/(\d) %/g, `$1${SPACE}%`);

/** A count: 1,234; with one decimal where it is not whole. @param {number} n */
export const count = (n) => trueMinus((Math.abs(n - Math.round(n)) > 1e-9 ? tenths : whole).format(n + 0));

/**
 * One decimal, and more where the number would round onto a mark that it does not stand on.
 * @param {number} n
 * @param {(number|null)[]} marks
 */
function apart(n, marks) {
  for (let digits = 1; digits < 4; digits += 1) {
    const text = n.toFixed(digits);
    if (marks.every((mark) => mark === null || Math.abs(n - mark) < 1e-9 || Number(text) !== mark)) return trueMinus(text);
  }
  return trueMinus(n.toFixed(4));
}

/** Minutes in a table: 12.3, never rounded onto the standard. @param {number} n @param {number|null} standard */
export const tableMinutes = (n, standard) => apart(n, [standard]);

/** One decimal: 12.3. @param {number} n */
export const decimal = (n) => trueMinus(tenths.format(Math.abs(n) < 0.05 ? 0 : n));

/** An index or a ratio: 0.261. @param {number} n */
const fine = (n) => trueMinus(thousandths.format(Math.abs(n) < 0.0005 ? 0 : n));

/** @param {string} unit */
const isIndex = (unit) => unit === 'index' || unit === 'ratio' || unit === 'hours_a_week_a_child';

/** A share: 86.6 %, never rounded onto nothing or all. @param {number} part */
export const share = (part) => `${apart(part * 100, [0, 100])}${SPACE}%`;

/** Pounds, exact: £4,366,000. @param {number} n */
export const pounds = (n) => trueMinus(`${n < 0 ? '-' : ''}£${whole.format(Math.abs(n))}`);

/** Pounds for a headline: £4.37m, £437,000. @param {number} n */
export function poundsShort(n) {
  const size = Math.abs(n);
  if (size < 1e6) return pounds(n);
  return trueMinus(`${n < 0 ? '-' : ''}£${(size / 1e6).toFixed(2)}m`);
}

/**
 * Minutes in a sentence: whole, but with decimals where rounding would put them on the standard.
 * @param {number} minutes
 * @param {number|null} standard
 */
export function minutes(minutes, standard) {
  let digits = 0;
  while (digits < 2 && standard !== null && minutes !== standard && Number(minutes.toFixed(digits)) === standard) digits += 1;
  const text = minutes.toFixed(digits);
  if (minutes > 0 && Number(text) === 0) return 'under 1 minute';
  return `${text}${SPACE}${text === '1' ? 'minute' : 'minutes'}`;
}

/**
 * A change of minutes in words: "4 minutes longer", "under 1 minute shorter", "the same".
 * @param {number} change
 */
export function longer(change) {
  if (change === 0) return 'the same';
  return `${minutes(Math.abs(change), null)} ${change > 0 ? 'longer' : 'shorter'}`;
}

/**
 * A value of a figure in its unit.
 * @param {number|null} value
 * @param {string} unit
 * @param {number|null} [standard]  in minutes
 */
export function value(value, unit, standard = null) {
  if (value === null) return 'none';
  if (unit === 'share') return share(value);
  if (unit === 'pounds_a_year') return pounds(value);
  if (unit === 'minutes') return tableMinutes(value, standard);
  if (unit === 'sites') return decimal(value);
  if (isIndex(unit)) return fine(value);
  return count(value);
}

/**
 * A difference of two values, signed: "+3.2 points", "\u22121.4".
 * @param {number|null} today
 * @param {number|null} plan
 * @param {string} unit
 */
export function difference(today, plan, unit) {
  if (today === null || plan === null) return '';
  const by = plan - today;
  if (by === 0) return '0';
  const sign = (/** @type {string} */ text) => (/[1-9]/.test(text) ? `${by > 0 ? '+' : MINUS}${text}` : `under ${isIndex(unit) ? '0.001' : '0.1'} ${by > 0 ? 'more' : 'less'}`);
  const size = Math.abs(by);
  if (unit === 'share') return sign(decimal(size * 100));
  if (unit === 'pounds_a_year') return sign(pounds(size));
  if (unit === 'minutes') return sign(decimal(size));
  if (isIndex(unit)) return sign(fine(size));
  return sign(count(size));
}

/** Metres along a straight line: 850 m, 2.4 km. @param {number} metres */
export const distance = (metres) =>
  metres < 995 ? `${Math.round(metres / 10) * 10}${SPACE}m` : `${decimal(metres / 1000)}${SPACE}km`;
