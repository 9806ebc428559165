/** Renders a Markdown table. Columns of numbers, except the first, are aligned to the right. */
export function formatTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumeric = (column: number) =>
    column > 0 && rows.every((row) => /^[\d.,–-]*( %)?$/.test(row[column] ?? ''))
  const rule = heads.map((_, column) => (isNumeric(column) ? '---:' : '---'))
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Rounds to two significant digits, or to an integer; returns a dash for undefined. */
export function formatNumber(value: number | undefined): string {
  if (value === undefined) return '–'
  return Math.abs(value) >= 10
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(2)))
}
