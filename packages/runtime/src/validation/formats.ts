/** The formats of JSON Schema 2020-12, Validation §7.3. None of them takes more than linear time. */
import { isDate, isDateTime, isDuration, isTime } from './format-time.ts'
import { isEmail, isHostname, isIpv4, isIpv6, isUri, isUriReference } from './format-uri.ts'

const UUID = /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/
const JSON_POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/u

export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: isDate,
  'date-time': isDateTime,
  duration: isDuration,
  email: isEmail,
  hostname: isHostname,
  ipv4: isIpv4,
  ipv6: isIpv6,
  /** RFC 6901 §3 */
  'json-pointer': text => JSON_POINTER.test(text),
  regex: isRegex,
  time: isTime,
  uri: isUri,
  'uri-reference': isUriReference,
  /** RFC 9562 §4 */
  uuid: text => text.length === 36 && UUID.test(text),
}

/** ECMA-262, as `pattern` is read. */
function isRegex(text: string): boolean {
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false
  }
}
