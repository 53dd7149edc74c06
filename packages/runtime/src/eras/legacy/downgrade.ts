/** What the newest revision says, in what an older one can carry. */
import { isObject, type JsonObject, type JsonValue } from '../../protocol/json.ts'

/** The revision that brought a member of a definition, a content block or contents. What isn't named was always there. */
const SINCE: Readonly<Record<string, string>> = {
  title: '2025-06-18',
  outputSchema: '2025-06-18',
  _meta: '2025-06-18',
  icons: '2025-11-25',
}

const LAST_MODIFIED_SINCE = '2025-06-18'
const RESOURCE_LINK_SINCE = '2025-06-18'
const STRUCTURED_SINCE = '2025-06-18'

/** Whether results have `structuredContent`. */
export function hasStructuredContent(revision: string): boolean {
  return revision >= STRUCTURED_SINCE
}

/** A tool's entry; `wrap` says that its output is no object and travels as `{ result: … }`. */
export function downgradeTool(tool: JsonObject, revision: string, wrap: boolean): JsonObject {
  const { inputSchema, outputSchema, title } = tool
  const kept = withoutNewer(tool, revision)
  if (isObject(inputSchema)) kept['inputSchema'] = plainRoot(withoutMirrors(inputSchema))
  if (kept['outputSchema'] !== undefined && isObject(outputSchema)) {
    kept['outputSchema'] = plainRoot(wrap ? wrapSchema(outputSchema) : outputSchema)
  }
  // 2025-03-26 has the title among the annotations alone.
  if (kept['title'] === undefined && typeof title === 'string') kept['annotations'] = titled(kept['annotations'], title)
  return kept
}

/** Headers mirror arguments from 2026-07-28 on; they stand on properties of properties alone. */
function withoutMirrors({ 'x-mcp-header': _, ...schema }: JsonObject): JsonObject {
  const { properties } = schema
  if (!isObject(properties)) return schema
  const kept = Object.entries(properties).map(([name, value]) => [
    name,
    isObject(value) ? withoutMirrors(value) : value,
  ])
  return { ...schema, properties: Object.fromEntries(kept) }
}

function titled(annotations: JsonValue | undefined, title: string): JsonObject {
  return { title, ...(isObject(annotations) ? annotations : {}) }
}

/** The entry of a resource, a template or a prompt. */
export function downgradeEntry(entry: JsonObject, revision: string): JsonObject {
  const kept = withoutNewer(entry, revision)
  const { arguments: parameters } = entry
  if (Array.isArray(parameters))
    kept['arguments'] = parameters.map(one => (isObject(one) ? withoutNewer(one, revision) : one))
  return kept
}

/** A content block of a tool's result or a prompt's message. */
export function downgradeBlock(block: JsonValue, revision: string): JsonValue {
  if (!isObject(block)) return block
  if (block['type'] === 'resource_link' && revision < RESOURCE_LINK_SINCE) return linkAsText(block)
  const kept = withoutNewer(block, revision)
  if (isObject(block['resource'])) kept['resource'] = withoutNewer(block['resource'], revision)
  return kept
}

/** One of a resource's contents. */
export function downgradeContents(contents: JsonObject, revision: string): JsonObject {
  return withoutNewer(contents, revision)
}

/** Whether content may hold what `downgradeBlock` would change, told from its JSON text. */
export function mayNeedDowngrade(content: string): boolean {
  return /"(?:resource_link|lastModified|_meta|icons)"/.test(content)
}

function withoutNewer(value: JsonObject, revision: string): JsonObject {
  const kept: JsonObject = {}
  for (const [key, member] of Object.entries(value)) {
    const since = Object.hasOwn(SINCE, key) ? SINCE[key] : undefined
    if (since !== undefined && since > revision) continue
    kept[key] = key === 'annotations' && isObject(member) ? annotationsOf(member, revision) : member
  }
  return kept
}

/** `annotations.title` of a tool is older than `title`, so the table does not hold here. */
function annotationsOf(annotations: JsonObject, revision: string): JsonObject {
  if (revision >= LAST_MODIFIED_SINCE) return annotations
  const { lastModified: _, ...older } = annotations
  return older
}

function linkAsText({ uri, name, title, description, annotations }: JsonObject): JsonObject {
  const label = typeof title === 'string' ? title : name
  const lines = [`${String(label)}: ${String(uri)}`, ...(typeof description === 'string' ? [description] : [])]
  return { type: 'text', text: lines.join('\n'), ...(annotations !== undefined && { annotations }) }
}

/** Before 2026-07-28 a schema's root is `type: "object"` and its properties are objects, never `true`. */
function plainRoot(schema: JsonObject): JsonObject {
  const { properties } = schema
  const plain: JsonObject = { ...schema, type: 'object' }
  if (isObject(properties)) {
    plain['properties'] = Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, schemaObject(value)]),
    )
  }
  return plain
}

function schemaObject(schema: JsonValue | undefined): JsonValue | undefined {
  if (schema === true) return {}
  return schema === false ? { not: {} } : schema
}

/** The schema of `{ result: … }`; definitions stay at the root, where references look for them. */
function wrapSchema({ $schema, $defs, ...inner }: JsonObject): JsonObject {
  return {
    ...($schema !== undefined && { $schema }),
    type: 'object',
    properties: { result: movedRefs(inner) },
    required: ['result'],
    ...($defs !== undefined && { $defs: movedRefs($defs) }),
  }
}

/** References to the old root, or into it, follow it to its new place. */
function movedRefs(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return schema.map(movedRefs)
  if (!isObject(schema)) return schema
  const entries = Object.entries(schema).map(([key, value]): [string, JsonValue | undefined] => {
    if (key === '$ref' && typeof value === 'string')
      return [key, value.replace(/^#(?!\/\$defs\/)(?=\/|$)/, '#/properties/result')]
    return [key, value === undefined ? undefined : movedRefs(value)]
  })
  return Object.fromEntries(entries)
}
