import { parseArgs } from 'node:util'

/** Options of the demo. */
export interface DemoOptions {
  /** Port of the proxy; 0: any free one. */
  readonly port: number
  readonly replicas: number
}

const usage = `usage: npm run replicas -- [options]
  --port <n>      port of the proxy in front of the replicas (default: 4000; 0: any free one)
  --replicas <n>  number of replicas (default: 3)`

/** Parses the command line; on an error or with --help, prints the usage and exits. */
export function parseOptions(args: readonly string[]): DemoOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4000' },
        replicas: { type: 'string', default: '3' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      console.log(usage)
      process.exit(0)
    }
    return {
      port: parseNumber(values.port, 'port', { min: 0, max: 65_535 }),
      replicas: parseNumber(values.replicas, 'replicas', { min: 1, max: 10 }),
    }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`)
    process.exit(2)
  }
}

function parseNumber(text: string, option: string, { min, max }: { min: number; max: number }): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!(Number.isInteger(value) && value >= min && value <= max))
    throw new Error(`--${option} must be a whole number from ${min} to ${max}, not "${text}".`)
  return value
}
