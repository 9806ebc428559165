import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmulator } from '../../src/emulator/server.ts'
import { build, execForm, instruction, readDockerfile } from '../support/dockerfile.ts'
import { readRepositoryFile } from '../support/readme.ts'
import { startSts } from '../support/sts.ts'

// No container engine is available here: the Dockerfile's steps run in a folder instead.

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'container-'))
  await build(folder)
}, 300_000)
afterAll(() => rm(folder, { recursive: true }))

const packageJson = JSON.parse(readRepositoryFile('package.json'))

test('the image has the tested Node, runs the gateway directly, unprivileged', () => {
  const { node } = packageJson.devDependencies

  expect(instruction('FROM').argument).toBe(`node:${node}-slim`)
  expect(process.versions.node).toBe(node)
  expect(instruction('USER').argument).toBe('node')
  expect(execForm(instruction('ENTRYPOINT').argument)).toEqual(['node', 'src/main.ts'])
  expect(readDockerfile().filter(({ name }) => name === 'CMD')).toEqual([])
})

test('the image contains no tests, development packages or tools except the bundler', async () => {
  expect((await readdir(folder)).toSorted()).toEqual([
    'LICENSE',
    'NOTICE',
    'node_modules',
    'package-lock.json',
    'package.json',
    'src',
  ])
  expect(await readdir(join(folder, 'src/tools'))).toEqual(['bundle-packages.ts'])
  const lockfile: Lockfile = JSON.parse(readRepositoryFile('package-lock.json'))
  const installed: Lockfile = JSON.parse(
    await readFile(join(folder, 'node_modules/.package-lock.json'), 'utf8'),
  )
  const paths = Object.keys(installed.packages)

  expect(paths.filter((path) => lockfile.packages[path]?.dev)).toEqual([])
  expect(paths).toEqual(
    expect.arrayContaining(Object.keys(packageJson.dependencies).map((name) => `node_modules/${name}`)),
  )
})

test('serves every endpoint, is healthy and exits with 0 on SIGTERM', async () => {
  await using container = await run({ PORT: '0' })

  expect(await container.query('{ imageBuilder(name: "analytics-desktop") { image { name } } }')).toEqual({
    data: { imageBuilder: { image: { name: 'finance-desktop-v4' } } },
  })
  expect(await container.query('{ _service { sdl } }')).toEqual({
    data: { _service: { sdl: readRepositoryFile('subgraph.graphql') } },
  })
  const page = await fetch(container.url, { headers: { accept: 'text/html' } })
  expect(await page.text()).toContain('GraphiQL')
  const metrics = await fetch(new URL('/metrics', container.url))
  expect(metrics.status).toBe(200)

  expect(await container.check()).toBe(0)
  expect(await container.stop()).toEqual([0, null])
  expect(await container.check()).toBe(1)
})

test('passes arguments of `docker run` to the gateway', async () => {
  const [program, ...args] = execForm(instruction('ENTRYPOINT').argument)
  const { stdout } = await promisify(execFile)(programOf(program), [...args, '--version'], {
    cwd: folder,
    env: {},
  })

  expect(stdout).toBe(`${packageJson.version}\n`)
})

test('assumes roles and calls AppStream with only its dependencies', async () => {
  await using sts = await startSts()
  await using emulator = await startEmulator()
  await using container = await run({
    PORT: '0',
    UPSTREAM: 'aws',
    AWS_REGION: 'us-east-1',
    AWS_ROLE_ARNS: 'arn:aws:iam::123456789012:role/appstream-reader',
    AWS_ENDPOINT_URL_APPSTREAM: emulator.url,
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
  })

  expect(await container.query('{ imageBuilder(name: "analytics-desktop") { state } }')).toEqual({
    data: { imageBuilder: { state: 'RUNNING' } },
  })
  expect(sts.assumptions).toHaveLength(1)
})

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>
}

interface Container extends AsyncDisposable {
  readonly url: string
  query(query: string): Promise<unknown>
  /** Runs the HEALTHCHECK and returns its exit code. */
  check(): Promise<number>
  /** Sends SIGTERM and returns the exit code and signal. */
  stop(): Promise<readonly unknown[]>
}

/** Starts ENTRYPOINT with only the given environment and waits for its ready line. */
async function run(env: Readonly<Record<string, string>>): Promise<Container> {
  const [program, ...args] = execForm(instruction('ENTRYPOINT').argument)
  const child = spawn(programOf(program), args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'close')
  const errors: string[] = []
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => errors.push(chunk))
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), exited.then(() => [''])])
  const [url] = /^http:\S+/.exec(String(line)) ?? []
  if (url === undefined) throw new Error(`The container did not start: ${line}${errors.join('')}`)
  return {
    url,
    async query(query) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      })
      return response.json()
    },
    check() {
      const [checker, ...checkArgs] = execForm(instruction('HEALTHCHECK').argument)
      // In a container the port is the same inside and outside.
      const checkEnv = { ...env, PORT: new URL(url).port }
      return new Promise((resolve) => {
        execFile(programOf(checker), checkArgs, { cwd: folder, env: checkEnv }, (error) =>
          resolve(error === null ? 0 : Number(error.code)),
        )
      })
    },
    stop() {
      child.kill('SIGTERM')
      return exited
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Maps `node` to the running executable. */
function programOf(name: string): string {
  if (name !== 'node') throw new Error(`Unknown program in the image: ${name}.`)
  return process.execPath
}
