import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseDocComment } from '../../../packages/compiler/src/1-read/doc-comment.ts'

const parse = (raw: string, on: 'function' | 'value' = 'function') => parseDocComment(raw, 0, on)
const tags = (raw: string, on?: 'function' | 'value') => parse(raw, on).tags.map(tag => [tag.name, tag.value])
const lines = (...rows: string[]) => `/**\n${rows.map(row => ` * ${row}`).join('\n')}\n */`

describe('where a tag counts', () => {
  it('at the start of a line', () => {
    assert.deepEqual(tags(lines('Add.', '@tool add')), [['tool', 'add']])
  })

  it('after the text of a comment with one line of text', () => {
    assert.deepEqual(tags('/** Add. @tool add */'), [['tool', 'add']])
    assert.deepEqual(tags(lines('Add. @tool add')), [['tool', 'add']])
  })

  it('behind another tag on its line, whose value ends there', () => {
    assert.deepEqual(tags(lines('Add.', 'More.', '@tool add @readOnly @title Adds up')), [
      ['tool', 'add'],
      ['readOnly', ''],
      ['title', 'Adds up'],
    ])
  })

  it('behind the end of a sentence of a longer comment', () => {
    assert.deepEqual(
      tags(lines('Delete all! @destructive', '@tool wipe', '@param hard Truly (all of it.) @default 1')),
      [
        ['destructive', ''],
        ['tool', 'wipe'],
        ['param', 'hard Truly (all of it.)'],
        ['default', '1'],
      ],
    )
    assert.deepEqual(tags('/** Plan the day. @prompt plan\n * @param focus What matters. */'), [
      ['prompt', 'plan'],
      ['param', 'focus What matters.'],
    ])
    assert.deepEqual(tags(lines('Ask me. @john', 'As in e.g. the @tool, or @scope.')), [])
  })

  it('not in a sentence of a longer comment', () => {
    const raw = lines('Add with the @tool of your choice.', 'Or @guard `@it`.', '@param a Not @john')
    assert.deepEqual(tags(raw), [['param', 'a Not @john']])
    const words = parse(raw).words.map(({ start, end }) => raw.slice(start, end))
    assert.deepEqual(words, ['@tool', '@guard'])
  })

  it('not in back-ticks, and not in a fence', () => {
    assert.deepEqual(tags('/** Use `@tool` or ``@guard x``. */'), [])
    assert.deepEqual(tags(lines('Add.', '```ts', '@guard admin', '/** @tool */', '```', '@tool')), [['tool', '']])
  })

  it('not in an address, nor in the name of a package', () => {
    assert.deepEqual(tags('/** Mail me@tool.org about @scope/tool. */'), [])
  })

  it('not in braces', () => {
    assert.deepEqual(tags('/** Add {@tool} and { @guard x }. */'), [])
  })

  it('even if it is a near miss: a mistyped guard is no prose', () => {
    assert.deepEqual(tags('/** Delete. @tool @gaurd admin */'), [
      ['tool', ''],
      ['gaurd', 'admin'],
    ])
    assert.deepEqual(tags('/** Ask @john. */'), [])
  })

  it('on a value "the @tool to use" is part of the sentence', () => {
    assert.deepEqual(tags('/** The @tool to use. @minLength 1 */', 'value'), [['minLength', '1']])
    assert.equal(parse('/** The @tool to use. @minLength 1 */', 'value').text, 'The @tool to use.')
  })
})

describe('text', () => {
  it('is Markdown without the comment’s own asterisks', () => {
    const { text } = parse(lines('First.', '', '- one', '  - two', '', '', '', 'Last.'))
    assert.equal(text, 'First.\n\n- one\n  - two\n\nLast.')
  })

  it('goes on below a tag that has no text of its own', () => {
    assert.equal(parse(lines('First.', '@tool add', 'Second.')).text, 'First.\nSecond.')
  })

  it('below @param belongs to the parameter', () => {
    const { text, tags } = parse(lines('First.', '@param a One', '  and more:', '    - this', '@tool', 'Second.'))
    assert.equal(text, 'First.\nSecond.')
    assert.equal(tags[0]?.text, 'a One\nand more:\n  - this')
  })

  it('has the text of links, and not the links', () => {
    const { text } = parse(
      '/** As {@link add} or {@link sub | taking away} or {@linkcode mul times}. {@inheritDoc x} */',
    )
    assert.equal(text, 'As add or taking away or times.')
  })

  it('is the same with CRLF', () => {
    const raw = lines('First.', '@tool add', 'Second.', '@param a One')
    const windows = parse(raw.replaceAll('\n', '\r\n'))
    assert.equal(windows.text, parse(raw).text)
    assert.deepEqual(
      windows.tags.map(tag => tag.value),
      parse(raw).tags.map(tag => tag.value),
    )
  })
})

describe('inline tags', () => {
  it('are read with and without text before them', () => {
    const [first, second] = parse(lines('@param a Text. {@integer} {@minimum 0}', '@param b {@integer}')).tags
    assert.deepEqual(
      first?.inline.map(({ name, value }) => [name, value]),
      [
        ['integer', ''],
        ['minimum', '0'],
      ],
    )
    assert.equal(first?.text, 'a Text.')
    assert.equal(second?.text, 'b')
    assert.equal(second?.inline[0]?.name, 'integer')
  })

  it('may hold balanced braces', () => {
    const { tags, unclosed } = parse('/** @param a {@pattern ^x{2,3}$} Text. */')
    const [tag] = tags
    assert.equal(tag?.inline[0]?.value, '^x{2,3}$')
    assert.equal(tag?.text, 'a Text.')
    assert.deepEqual(unclosed, [])
  })

  it('say when a brace is not closed', () => {
    const { unclosed } = parse('/** @param a {@pattern ^x{2} Text. */')
    assert.deepEqual(
      unclosed.map(({ name }) => name),
      ['pattern'],
    )
  })
})

it('a tag knows its place in the file', () => {
  const raw = lines('Add.', '@tool  add')
  const [tag] = parseDocComment(raw, 100, 'function').tags
  assert.equal(raw.slice((tag?.start ?? 0) - 100, (tag?.end ?? 0) - 100), '@tool')
  assert.equal(raw.slice((tag?.start ?? 0) - 100, (tag?.valueEnd ?? 0) - 100), '@tool  add')
})
