/** Types that carry constraints: a compiled schema has what their tags say. To TypeScript they are plain strings and numbers. */

/** A whole number. @integer */
export type Int = number

/** An e-mail address (RFC 5321 §4.1.2). @format email */
export type Email = string

/** An absolute URI (RFC 3986). @format uri */
export type Uri = string

/** A UUID (RFC 9562): `123e4567-e89b-12d3-a456-426614174000`. @format uuid */
export type Uuid = string

/** A date and time with its offset (RFC 3339): `2026-07-28T12:00:00Z`. @format date-time */
export type DateTime = string

/** A date (RFC 3339 `full-date`): `2026-07-28`. @format date */
export type IsoDate = string

/** A span of time (ISO 8601, RFC 3339 appendix A): `P1DT12H`. @format duration */
export type Duration = string
