import { readFile, writeFile } from 'node:fs/promises'

/** Writes generated files. With --check, writes nothing and fails if a file is out of date. */
export async function writeGenerated(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, content] of Object.entries(files)) {
    if (!process.argv.includes('--check')) {
      await writeFile(file, content)
    } else if (content !== (await readFile(file, 'utf8').catch(() => ''))) {
      console.error(`${file} is out of date: run \`npm run generate\` and commit the result.`)
      process.exitCode = 1
    }
  }
}
