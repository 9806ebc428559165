import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startDeployment } from '../deployment.ts'
import { imageArn } from '../gateway.ts'

/** Page size of the examples. */
export const PAGE_SIZE = 10
/** Names of the image builders: two pages. */
export const NAMES = Array.from(
  { length: PAGE_SIZE + 2 },
  (_, index) => `builder-${String(index + 1).padStart(2, '0')}`,
)

/** Starts a gateway with two pages of image builders, whose image is `golden` and base image `windows-base`. */
export async function startBuilders(env?: Readonly<Record<string, string>>) {
  const deployment = await startDeployment(env)
  const { home } = deployment
  home.putImage({ Name: 'windows-base' })
  home.putImage({ Name: 'golden', BaseImageArn: imageArn('windows-base') })
  for (const Name of NAMES)
    home.putImageBuilder({ Name, State: 'STOPPED', ImageArn: imageArn('golden'), Description: `The ${Name}` })
  return deployment
}

/** Development server of an example in `examples`. */
export interface ExampleSite extends AsyncDisposable {
  readonly url: string
}

const startTimeoutMs = 60_000
const exitWithParent = import.meta.resolve('../exit-with-parent.ts')

/** Returns the folder of an example. */
export function exampleFolder(name: string): string {
  return fileURLToPath(new URL(`../../../examples/${name}/`, import.meta.url))
}

/** Starts the program of `npm run dev` in an example, in front of a gateway. */
export async function startExample(name: string, gatewayUrl: string): Promise<ExampleSite> {
  const folder = exampleFolder(name)
  const child = fork(`${folder}../node_modules/vite/bin/vite.js`, ['--host', '127.0.0.1', '--port', '0'], {
    cwd: folder,
    execArgv: ['--import', exitWithParent],
    env: { GATEWAY_URL: new URL(gatewayUrl).origin, NO_COLOR: '1' },
    // Its proxy reports each connection that a test cuts.
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = once(child, 'exit').finally(() => process.off('exit', kill))
  const url = await Promise.race([
    urlOf(child),
    exited.then(([code]) => Promise.reject(new Error(`Vite of examples/${name} ended with ${code}.`))),
  ]).catch((error) => {
    kill()
    throw error
  })
  return {
    url,
    async [Symbol.asyncDispose]() {
      kill()
      await exited
    },
  }
}

/** Returns the URL that Vite prints once it listens. */
async function urlOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('The child has no stdout.')
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  createInterface({ input: stdout }).on('line', (line) => {
    const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? []
    if (url !== undefined) resolve(url)
  })
  const timer = setTimeout(() => reject(new Error('Vite printed no URL in time.')), startTimeoutMs)
  return promise.finally(() => clearTimeout(timer))
}
