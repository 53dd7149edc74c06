/** Matches a URI against a template (RFC 6570 level 1 and `{+var}`) and takes its variables out. */
import type { TemplateBinding } from '../manifest.ts'
import type { Strings } from './strings.ts'

/** @returns a function that gives the decoded variables, or undefined when the URI is not one of the template's. */
export function createMatcher(binding: TemplateBinding): (uri: string) => Strings | undefined {
  const { pattern, variables, uriTemplate } = binding
  const reserved = variables.map(name => uriTemplate.includes(`{+${name}}`))
  return uri => {
    const match = pattern.exec(uri)
    if (match === null) return undefined
    const values = variables.map((_, i) => decodeVariable(match[i + 1] ?? '', reserved[i] ?? false))
    if (values.includes(undefined)) return undefined
    // Own properties, whatever the variables are called.
    return Object.fromEntries(variables.map((name, i) => [name, values[i] ?? '']))
  }
}

/**
 * A variable's value, percent-decoded after matching, so that an encoded `/` never takes part in it. Undefined, as if the
 * template did not match, for what no honest client sends: malformed escapes, and paths that climb (server/resources,
 * "Security Considerations": a value may end up in a file name).
 */
function decodeVariable(raw: string, reserved: boolean): string | undefined {
  const value = decode(raw)
  if (value === undefined || value.includes('\0')) return undefined
  const segments = value.split(/[/\\]/)
  if (segments.includes('..') || segments.includes('.')) return undefined
  // `{var}` is a name, at most a relative path; an absolute one can only be meant by `{+var}`.
  return !reserved && segments.length > 1 && segments[0] === '' ? undefined : value
}

function decode(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw)
  } catch {
    return undefined
  }
}
