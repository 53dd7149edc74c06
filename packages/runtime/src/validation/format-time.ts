/** RFC 3339: dates, times and durations. */

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-])(\d\d):(\d\d))$/i
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** §5.6 `full-date`, with §5.7 for the days of a month. */
export function isDate(text: string): boolean {
  const match = DATE.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  const days = month === 2 && isLeapYear(year) ? 29 : (DAYS[month - 1] ?? 0)
  return day >= 1 && day <= days
}

/** Appendix C. */
function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** §5.6 `full-time`: an offset is required. */
export function isTime(text: string): boolean {
  const match = TIME.exec(text)
  if (!match) return false
  const [hour, minute, second] = match.slice(1, 4).map(Number) as [number, number, number]
  const sign = match[4] === '-' ? -1 : 1
  const [offsetHour, offsetMinute] = [Number(match[5] ?? 0), Number(match[6] ?? 0)]
  if (hour > 23 || minute > 59 || offsetHour > 23 || offsetMinute > 59) return false
  return second < 60 || (second === 60 && isLeapSecond(hour * 60 + minute - sign * (offsetHour * 60 + offsetMinute)))
}

/** §5.7: a leap second is the last of a day in UTC. */
function isLeapSecond(minutes: number): boolean {
  const day = 24 * 60
  return ((minutes % day) + day) % day === day - 1
}

/** §5.6 `date-time`; the letters may be lower case. */
export function isDateTime(text: string): boolean {
  return (text[10] === 'T' || text[10] === 't') && isDate(text.slice(0, 10)) && isTime(text.slice(11))
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
