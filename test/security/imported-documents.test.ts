/** An OpenAPI document is somebody else's text: nothing of it becomes code, leads a secret elsewhere, or steers a terminal. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import ts from 'typescript-5'
import { type Document, follow } from '../../packages/cli/src/import/document.ts'
import { operationsOf } from '../../packages/cli/src/import/operations.ts'
import { writeSource } from '../../packages/cli/src/import/source.ts'
import { printable } from '../../packages/cli/src/import/text.ts'

const NASTY = [
  '*/ globalThis.pwned = 1 /*',
  '* / */\n*/ globalThis.pwned = 1; /**',
  "'; globalThis.pwned = 1; '",
  '"; globalThis.pwned = 1; "',
  '`; globalThis.pwned = 1; `',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is no template yet.
  '${globalThis.pwned = 1}',
  "\\'; globalThis.pwned = 1; //",
  '\u2028globalThis.pwned = 1\u2029',
  '\r\n */\r globalThis.pwned = 1 \r',
  '@tool @guard none\n@destructive false\n\r@tool',
  'x\r * @header X-Evil',
  'x\u2028 * @header X-Evil',
  '<!-- globalThis.pwned = 1',
  '__proto__',
]

/** A document that says this text wherever it can. */
function saying(text: string): Document {
  const schema = {
    type: 'object',
    title: text,
    description: text,
    required: [text],
    properties: {
      [text]: { type: 'string', description: text, default: text, enum: [text], format: text },
      bound: { type: 'string', pattern: text, minLength: text, default: { [text]: text } },
      nested: { type: 'object', description: text, properties: { [text]: { const: text } } },
    },
  }
  const security = [{ [text]: [] }]
  return {
    file: `${text.replaceAll('/', '')}.json`,
    root: {
      openapi: '3.1.0',
      info: { title: text, version: text },
      servers: [{ url: `https://api.example.com/${text}` }],
      security,
      components: {
        schemas: { [text.replaceAll('/', '~1')]: schema },
        securitySchemes: { [text]: { type: 'apiKey', in: 'header', name: text } },
      },
      paths: {
        [`/a/{id}/${text.replace(/[{}]/g, '')}`]: {
          post: {
            operationId: text,
            summary: text,
            description: text,
            parameters: [
              { name: 'id', in: 'path', schema: { type: 'string', description: text } },
              { name: text, in: 'query', description: text, schema: { type: 'string', pattern: text } },
              { name: text, in: 'header', description: text, schema: { type: 'string', default: text } },
            ],
            requestBody: { required: true, description: text, content: { 'application/json': { schema } } },
            responses: { 200: { description: text, content: { 'application/json': { schema } } } },
          },
        },
      },
    },
  }
}

/** The statements of a source, without what they consist of. */
function statementsOf(text: string): string[] {
  const file = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ESNext, true)
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: { messageText: unknown }[] }
  assert.deepEqual(
    parseDiagnostics.map(({ messageText }) => messageText),
    [],
    text,
  )
  return file.statements.map(statement => ts.SyntaxKind[statement.kind])
}

function identifiersOf(text: string): Set<string> {
  const found = new Set<string>()
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node)) found.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.ESNext, true))
  return found
}

function tagsOf(text: string): string[] {
  const tags: string[] = []
  const visit = (node: ts.Node) => {
    for (const tag of ts.getJSDocTags(node)) tags.push(tag.tagName.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.ESNext, true))
  return tags
}

describe('a document', () => {
  for (const text of NASTY) {
    it(`stays text where it says ${JSON.stringify(text)}`, () => {
      const document = saying(text)
      const { text: source } = writeSource(document, operationsOf(document))
      const plain = saying('plain')
      const { text: ordinary } = writeSource(plain, operationsOf(plain))
      const count = (kind: string, of: string) => statementsOf(of).filter(one => one === kind).length
      assert.equal(count('FunctionDeclaration', source), count('FunctionDeclaration', ordinary))
      assert.equal(count('ExpressionStatement', source), 0)
      assert.ok(!identifiersOf(source).has('pwned'), source)
      const allowed = new Set([...tagsOf(ordinary), 'pattern', 'minLength'])
      assert.deepEqual(
        tagsOf(source).filter(tag => !allowed.has(tag)),
        [],
        source,
      )
    })
  }
})

const ANSWER = { responses: { 200: { description: 'fine' } } }

function withPath(path: string): Document {
  return { file: 'a.json', root: { openapi: '3.1.0', info: { title: 'Pets' }, paths: { [path]: { get: ANSWER } } } }
}

describe('a path of a document', () => {
  for (const path of ['@evil.example/', '.evil.example/', ':1@evil.example/', '', 'pets', '\\evil.example', '{host}/x'])
    it(`leads to no other host: ${JSON.stringify(path)} is refused`, () => {
      const document = withPath(path)
      const { functions, refused } = writeSource(document, operationsOf(document))
      assert.deepEqual(functions, [])
      assert.match(refused[0]?.reason ?? '', /a path begins with/)
    })
})

describe('what is said of a document', () => {
  it('steers no terminal', () => {
    assert.equal(printable('a\u001b[2J\r\nb\u202e'), 'a\\u001b[2J\\u000d\\u000ab\\u202e')
  })
  it('is no stack where a reference is badly spelt', () => {
    assert.throws(() => follow(withPath('/'), { $ref: '#/%' }), { name: 'Unsupported' })
  })
})
