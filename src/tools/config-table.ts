// Writes the tables of configuration variables (src/config/environment.ts) into docs/configuration.md between its markers.
// With --check, writes nothing and fails if they are out of date.
import { readFile } from 'node:fs/promises'
import { configurationTables } from '../config/environment.ts'
import { writeGenerated } from './generated-files.ts'

const file = 'docs/configuration.md'
const page = await readFile(file, 'utf8')

await writeGenerated({
  [file]: page.replace(
    /(<!-- configuration -->\n)[\s\S]*?(\n<!-- \/configuration -->)/,
    (_, start, end) => `${start}\n${configurationTables()}\n${end}`,
  ),
})
