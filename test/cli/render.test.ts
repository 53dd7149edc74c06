/** Findings that are made by hand, so that what the terminal shows is tested apart from what the compiler finds. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { renderGithub } from '../../packages/cli/src/render/github.ts'
import { renderJson } from '../../packages/cli/src/render/json.ts'
import { paintFor } from '../../packages/cli/src/render/paint.ts'
import type { Report } from '../../packages/cli/src/render/report.ts'
import { renderText, tally } from '../../packages/cli/src/render/text.ts'
import type { Diagnostic } from '../../packages/compiler/src/ir/diagnostic.ts'

type Extra = { [K in keyof Diagnostic]?: Diagnostic[K] | undefined }

/** A finding about a part of a text. */
function about(text: string, part: string, extra: Extra = {}): Report {
  const start = text.indexOf(part)
  const span = { file: 'src/a.ts', start, end: start + part.length }
  const said = {
    code: 'odd',
    severity: 'error',
    message: 'It is odd',
    label: 'here',
    why: 'Because.',
    help: 'Write it.',
  }
  return {
    diagnostics: [{ ...said, span, ...extra } as Diagnostic],
    sources: new Map([['src/a.ts', text]]),
    pathOf: file => file,
  }
}

/** The rows of the frame that show source, without the empty ones around them. */
function frame(report: Report): string {
  const rows = renderText(report).split('\n')
  return rows.slice(3, rows.findIndex(row => row.includes('= why')) - 1).join('\n')
}

describe('the terminal frame', () => {
  it('says what, where, inside what, why, and what to write', () => {
    const report = about('\n\nexport function f(when: Date) {}\n', 'Date', { path: 'f › when' })
    assert.equal(
      renderText(report),
      `error[odd]  It is odd
  ╭─ src/a.ts:3:25
  │
3 │ export function f(when: Date) {}
  │                         ──── here
  │
  = in    f › when
  = why   Because.
  = help  Write it.

`,
    )
  })

  it('shows a second place with its own location and words', () => {
    const lines = `first\n${'\n'.repeat(10)}second\n`
    const notes = [{ span: { file: 'src/a.ts', start: 0, end: 5 }, message: 'first declared here' }]
    assert.equal(
      renderText(about(lines, 'second', { notes })),
      `error[odd]  It is odd
   ╭─ src/a.ts:12:1
   │
12 │ second
   │ ────── here
   │
   ├─ src/a.ts:1:1
   │
 1 │ first
   │ ───── first declared here
   │
   = why   Because.
   = help  Write it.

`,
    )
  })

  it('says in one line where something in a package is declared', () => {
    const report = about('', '', { span: undefined, notes: [{ message: 'declared in zod/index.d.ts:5' }] })
    const facts = '  = note  declared in zod/index.d.ts:5\n  = why   Because.\n  = help  Write it.\n\n'
    assert.equal(renderText(report), `error[odd]  It is odd\n${facts}`)
    assert.deepEqual(JSON.parse(renderJson(report))[0].notes, [{ message: 'declared in zod/index.d.ts:5' }])
    assert.match(renderGithub(report), /::It is odd%0Adeclared in zod\/index\.d\.ts:5%0Awhy/)
  })

  it('has no frame for a finding about the project as a whole', () => {
    const report = about('', '', { span: undefined })
    assert.equal(renderText(report), 'error[odd]  It is odd\n  = why   Because.\n  = help  Write it.\n\n')
  })

  it('shows a tab as two columns, and counts it as one in the location', () => {
    const report = about('\t\tconst x = 1', 'x = 1')
    assert.equal(frame(report), '1 │     const x = 1\n  │           ───── here')
    assert.match(renderText(report), /src\/a\.ts:1:9\n/)
  })

  it('marks what stands behind wide characters, emoji and combining marks where a terminal draws it', () => {
    assert.equal(frame(about('f("日本", Date)', 'Date')), '1 │ f("日本", Date)\n  │           ──── here')
    assert.equal(frame(about('f("👩‍👩‍👧", Date)', 'Date')), '1 │ f("👩‍👩‍👧", Date)\n  │         ──── here')
    assert.equal(frame(about('f("e\u0301", Date)', 'Date')), '1 │ f("e\u0301", Date)\n  │        ──── here')
    assert.equal(frame(about('日本', '日本')), '1 │ 日本\n  │ ──── here')
  })

  it('cuts a very long line around its mark', () => {
    const [source = '', mark = ''] = frame(about(`${'a'.repeat(400)}MARK${'b'.repeat(400)}`, 'MARK')).split('\n')
    assert.match(source, /^1 │ …a+MARKb+…$/)
    assert.equal(source.length, 4 + 120)
    assert.equal(mark.indexOf('─'), source.indexOf('MARK'))
    assert.match(mark, / ──── here$/)
  })

  it('cuts a mark that is longer than the line may be, and puts the label below', () => {
    const rows = frame(about(`x${'M'.repeat(300)}`, 'M'.repeat(300))).split('\n')
    assert.match(rows[0] ?? '', /^1 │ xM{118}…$/)
    assert.match(rows[1] ?? '', /^ {2}│ {2}─{119}$/)
    assert.match(rows[2] ?? '', /^ {2}│ {2}here$/)
  })

  it('marks every line of a short span, and the ends of a long one', () => {
    const short = 'if (x) {\n  foo(\n    bar,\n  )\n}'
    assert.equal(
      frame(about(short, 'foo(\n    bar,\n  )')),
      '2 │   foo(\n  │   ────\n3 │     bar,\n  │     ────\n4 │   )\n  │   ─ here',
    )
    const long = `foo(\n${'  1,\n'.repeat(9)})`
    assert.equal(frame(about(long, long)), ' 1 │ foo(\n   │ ────\n   ┆\n11 │ )\n   │ ─ here')
  })

  it('reads Windows and old Mac line ends', () => {
    assert.equal(frame(about('one\r\ntwo\r\n', 'two')), '2 │ two\n  │ ─── here')
    assert.equal(frame(about('one\rtwo', 'two')), '2 │ two\n  │ ─── here')
  })

  it('marks one column of an empty file, and the end of a file', () => {
    assert.equal(frame(about('', '')), '1 │\n  │ ─ here')
    const end = about('ab', '')
    const [diagnostic] = end.diagnostics
    const span = { file: 'src/a.ts', start: 99, end: 120 }
    assert.equal(frame({ ...end, diagnostics: [{ ...(diagnostic as Diagnostic), span }] }), '1 │ ab\n  │   ─ here')
  })

  it('lets no control or bidirectional character of a source reach the terminal', () => {
    const rendered = renderText(about('a\u001b[31m\u009b\u202e b', 'b', { message: 'x\u001b[2J', label: '\u0007' }))
    assert.ok(!/[[\p{Cc}\u202e]--\n]/v.test(rendered), JSON.stringify(rendered))
    assert.match(rendered, /a␛\[31m\ufffd\ufffd b\n {2}│ {10}─ ␇/)
  })

  it('wraps why and help at the width of the terminal', () => {
    const why = 'one two three four five six seven eight nine ten eleven twelve'
    const rendered = renderText(about('x', 'x', { why }), { columns: 50 })
    assert.match(rendered, / {2}= why {3}one two three four five six seven eight\n {10}nine ten eleven twelve\n/)
  })

  it('is coloured on a terminal alone, without NO_COLOR', () => {
    const report = about('let x', 'x')
    const coloured = renderText(report, { paint: paintFor({ isTTY: true }, {}) })
    assert.ok(coloured.startsWith('\u001b[31merror[odd]'), coloured)
    assert.equal(stripVTControlCharacters(coloured), renderText(report))
    assert.equal(renderText(report, { paint: paintFor({ isTTY: true }, { NO_COLOR: '1' }) }), renderText(report))
    assert.equal(renderText(report, { paint: paintFor({}, {}) }), renderText(report))
  })
})

describe('the line that counts', () => {
  const [error] = about('x', 'x').diagnostics as [Diagnostic]
  const elsewhere: Diagnostic = { ...error, severity: 'warning', span: { file: 'src/b.ts', start: 0, end: 0 } }

  it('counts errors, warnings and files', () => {
    assert.equal(tally([error]), '1 error in 1 file')
    assert.equal(tally([error, error, elsewhere]), '2 errors and 1 warning in 2 files')
  })

  it('names no file when there is none', () => {
    const { span: _, ...project } = error
    assert.equal(tally([project]), '1 error')
  })
})

describe('machine-readable findings', () => {
  it('are JSON with lines and columns from 1', () => {
    const notes = [{ span: { file: 'src/a.ts', start: 0, end: 1 }, message: 'there' }]
    assert.deepEqual(JSON.parse(renderJson(about('a\nbb cc', 'cc', { notes, path: 'f › x' }))), [
      {
        code: 'odd',
        severity: 'error',
        message: 'It is odd',
        label: 'here',
        path: 'f › x',
        why: 'Because.',
        help: 'Write it.',
        file: 'src/a.ts',
        line: 2,
        column: 4,
        endLine: 2,
        endColumn: 6,
        notes: [{ message: 'there', file: 'src/a.ts', line: 1, column: 1, endLine: 1, endColumn: 2 }],
      },
    ])
  })

  it('are an empty array when there are none', () => {
    assert.equal(renderJson({ ...about('', ''), diagnostics: [] }), '[]\n')
  })

  it('are GitHub annotations whose values cannot end early', () => {
    const report = about('x', 'x', { message: '100%\nor ::so', severity: 'warning', code: 'a,b:c' })
    assert.equal(
      renderGithub(report),
      '::warning file=src/a.ts,line=1,endLine=1,col=1,endColumn=2,title=a%2Cb%3Ac::100%25%0Aor ::so%0Awhy: Because.%0Ahelp: Write it.\n',
    )
  })

  it('leave out the columns of a GitHub annotation over several lines, and the place of one without', () => {
    assert.match(renderGithub(about('a\nb', 'a\nb')), /^::error file=src\/a\.ts,line=1,endLine=2,title=odd::/)
    assert.match(renderGithub(about('', '', { span: undefined })), /^::error title=odd::/)
  })
})
