// Writes the table of configuration variables (src/config/environment.ts) into the README between its markers.
import { readFile, writeFile } from 'node:fs/promises'
import { configurationTable } from '../config/environment.ts'

const file = 'README.md'
const readme = await readFile(file, 'utf8')
await writeFile(
  file,
  readme.replace(
    /(<!-- configuration -->\n)[\s\S]*?(\n<!-- \/configuration -->)/,
    (_, start, end) => `${start}\n${configurationTable()}\n${end}`,
  ),
)
