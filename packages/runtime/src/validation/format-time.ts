/** RFC 3339: dates, times and durations, read character by character: they stand in many results, often. */

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const ZERO = 0x30
const DASH = 0x2d
const COLON = 0x3a
const PLUS = 0x2b
const POINT = 0x2e
/** Makes an ASCII letter a small one. */
const SMALL = 0x20

/** §5.6 `full-date`, with §5.7 for the days of a month. */
export function isDate(text: string): boolean {
  return text.length === 10 && startsWithDate(text)
}

function startsWithDate(text: string): boolean {
  const [century, decade, month, day] = [pair(text, 0), pair(text, 2), pair(text, 5), pair(text, 8)]
  if (century < 0 || decade < 0 || day < 1) return false
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return false
  const days = month === 2 && isLeapYear(century * 100 + decade) ? 29 : DAYS[month - 1]
  return days !== undefined && day <= days
}

/** The number that two digits are; −1 for anything else. */
function pair(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - ZERO, text.charCodeAt(at + 1) - ZERO]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}

/** Appendix C. */
function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** §5.6 `full-time`: an offset is required. */
export function isTime(text: string): boolean {
  return isTimeFrom(text, 0)
}

function isTimeFrom(text: string, start: number): boolean {
  const [hour, minute, second] = [pair(text, start), pair(text, start + 3), pair(text, start + 6)]
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false
  if (text.charCodeAt(start + 2) !== COLON || text.charCodeAt(start + 5) !== COLON) return false
  const offset = offsetAt(text, endOfFraction(text, start + 8))
  if (offset === undefined) return false
  return second < 60 || isLeapSecond(hour * 60 + minute - offset)
}

/** Where the digits behind a point end; a point without digits ends nowhere. */
function endOfFraction(text: string, start: number): number {
  if (text.charCodeAt(start) !== POINT) return start
  let at = start + 1
  while (isDigit(text.charCodeAt(at))) at++
  return at === start + 1 ? text.length : at
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9
}

/** The minutes of the offset that the text ends with; undefined when it ends in another way. */
function offsetAt(text: string, at: number): number | undefined {
  const sign = text.charCodeAt(at)
  if ((sign | SMALL) === 0x7a) return text.length === at + 1 ? 0 : undefined
  if ((sign !== PLUS && sign !== DASH) || text.length !== at + 6 || text.charCodeAt(at + 3) !== COLON) return undefined
  const [hours, minutes] = [pair(text, at + 1), pair(text, at + 4)]
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined
  return (hours * 60 + minutes) * (sign === DASH ? -1 : 1)
}

/** §5.7: a leap second is the last of a day in UTC. */
function isLeapSecond(minutes: number): boolean {
  const day = 24 * 60
  return ((minutes % day) + day) % day === day - 1
}

/** §5.6 `date-time`; the letters may be lower case. */
export function isDateTime(text: string): boolean {
  return (text.charCodeAt(10) | SMALL) === 0x74 && startsWithDate(text) && isTimeFrom(text, 11)
}

const CLOCK = /^T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S)$/
const CALENDAR = /^(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)$/

/** Appendix A `duration`: no unit is skipped between two that are there. */
export function isDuration(text: string): boolean {
  if (/^P\d+W$/.test(text)) return true
  const match = /^P([^T]*)(T.*)?$/.exec(text)
  if (!match) return false
  const [, calendar = '', clock] = match
  if (calendar === '') return clock !== undefined && CLOCK.test(clock)
  return CALENDAR.test(calendar) && (clock === undefined || CLOCK.test(clock))
}
