/** A bar chart with a logarithmic scale, as SVG. */

export interface Bar {
  readonly label: string
  readonly value: number
  /** Bars of ours and of the floors stand out. */
  readonly strong: boolean
}

export interface Group {
  readonly title: string
  readonly bars: readonly Bar[]
}

const WIDTH = 760
const LABEL = 200
const LINE = 18
const GAP = 34

export function plot(title: string, groups: readonly Group[]): string {
  const values = groups.flatMap(group => group.bars.map(bar => bar.value))
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)))
  const scale = (value: number) =>
    (Math.log10(value / low) / Math.log10(Math.max(...values) / low)) * (WIDTH - LABEL - 80)
  let y = 30
  const parts = groups.flatMap(group => {
    const heading = text(0, y + 4, group.title, 'font-weight="bold"')
    const bars = group.bars.map(bar => {
      y += LINE
      return printBar(bar, y, scale(bar.value))
    })
    y += GAP
    return [heading, ...bars]
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="sans-serif" font-size="12" role="img">
<title>${escapeXml(title)}</title>
<rect width="100%" height="100%" fill="#fff"/>
${text(0, 14, title, 'font-size="14"')}
${parts.join('\n')}
</svg>
`
}

function printBar({ label, value, strong }: Bar, y: number, width: number): string {
  const length = Math.max(1, Math.round(width))
  const shown = value >= 100 ? Math.round(value) : value.toPrecision(2)
  return `${text(LABEL - 8, y + 4, label, 'text-anchor="end"')}
<rect x="${LABEL}" y="${y - 7}" width="${length}" height="13" fill="${strong ? '#1b7f5c' : '#9aa5b1'}"/>
${text(LABEL + length + 6, y + 4, String(shown), '')}`
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escapeXml(content)}</text>`
}

function escapeXml(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
