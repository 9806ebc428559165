import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallLog } from './calls.ts'
import {
  deploymentFailureOf,
  faultOf,
  forcedChangeOf,
  licenseUseOf,
  packagingOf,
  sessionEndOf,
  sessionStartOf,
  snapshotOf,
  userConfirmationOf,
} from './control-input.ts'
import { controlShapes } from './control-model.ts'
import { AwsError } from './errors.ts'
import { type JsonObject, optionalNumber } from './json.ts'
import type { Emulator } from './options.ts'
import { parseJson } from './protocols/aws-json.ts'
import { createValidator } from './validate.ts'
import { readBody } from './wire.ts'

/** Dependencies of the control endpoint. */
export interface ControlOptions
  extends Pick<
    Emulator,
    | 'calls'
    | 'faults'
    | 'snapshot'
    | 'package'
    | 'force'
    | 'startSession'
    | 'endSession'
    | 'disconnectSession'
    | 'confirmUser'
    | 'failDeployment'
    | 'useLicense'
    | 'advance'
    | 'reset'
  > {
  /** Epoch ms. */
  readonly now: () => number
}

interface Route {
  /** Shape of the request body; undefined if it has none. */
  readonly shape?: string
  handle(input: JsonObject, query: URLSearchParams): unknown
}

/** Creates the control endpoint under /_emulator/, which triggers events that the AWS API cannot trigger. */
export function createControl(
  options: ControlOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const validate = createValidator(controlShapes)
  const routes = controlRoutes(options)

  async function answer(request: IncomingMessage): Promise<unknown> {
    rejectBrowsers(request)
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://emulator')
    const route = routes[`${request.method} ${pathname.replace('/_emulator', '')}`]
    if (route === undefined) {
      throw new AwsError(
        'NotFound',
        `Unknown route ${request.method} ${pathname}; use one of: ${Object.keys(routes).join(', ')}.`,
        404,
      )
    }
    const body = parseJson(await readBody(request))
    if (route.shape !== undefined) validate(route.shape, body)
    return route.handle(body, searchParams)
  }

  return async (request, response) => {
    const { status, body } = await answer(request).then(
      (value) => ({ status: 200, body: value ?? {} }),
      (error: unknown) => ({
        status: error instanceof AwsError ? (error.status ?? 400) : 500,
        body: { error: error instanceof Error ? error.message : String(error) },
      }),
    )
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(`${JSON.stringify(body)}\n`)
  }
}

/** Rejects web pages, because the endpoint has no authentication. Browsers always send one of these headers. */
function rejectBrowsers({ headers }: IncomingMessage): void {
  const site = headers['sec-fetch-site']
  if (headers.origin === undefined && (site === undefined || site === 'none')) return
  throw new AwsError(
    'Forbidden',
    'The control endpoint does not serve browsers: call it from a script or with curl.',
    403,
  )
}

function controlRoutes(options: ControlOptions): Readonly<Record<string, Route>> {
  const { calls, faults, advance, now } = options
  const showClock = () => ({ now: new Date(now()).toISOString() })
  return {
    'GET /calls': { handle: (_, query) => reportCalls(calls, query.get('operation') ?? undefined) },
    'DELETE /calls': { handle: () => calls.clear() },
    'GET /faults': { handle: () => ({ faults: faults.list() }) },
    'POST /faults': { shape: 'ControlFault', handle: (input) => ({ id: faults.add(faultOf(input)).id }) },
    'DELETE /faults': {
      handle: (_, query) => {
        const id = query.get('id')
        if (id === null) faults.clear()
        else if (!faults.remove(id)) throw new AwsError('NotFound', `Fault ${id} does not exist.`, 404)
      },
    },
    'GET /clock': { handle: showClock },
    'POST /clock': {
      shape: 'ControlAdvance',
      handle: (input) => {
        advance(optionalNumber(input, 'advanceMs') ?? 0)
        return showClock()
      },
    },
    'POST /snapshot': { shape: 'ControlSnapshot', handle: (input) => options.snapshot(snapshotOf(input)) },
    'POST /package': { shape: 'ControlPackaging', handle: (input) => options.package(packagingOf(input)) },
    'POST /force': { shape: 'ControlForce', handle: (input) => options.force(forcedChangeOf(input)) },
    'POST /session': {
      shape: 'ControlSession',
      handle: (input) => options.startSession(sessionStartOf(input)),
    },
    'DELETE /session': {
      shape: 'ControlSessionEnd',
      handle: (input) => options.endSession(sessionEndOf(input)),
    },
    'POST /disconnect': {
      shape: 'ControlSessionEnd',
      handle: (input) => options.disconnectSession(sessionEndOf(input)),
    },
    'POST /confirm': {
      shape: 'ControlConfirmation',
      handle: (input) => options.confirmUser(userConfirmationOf(input)),
    },
    'POST /software': {
      shape: 'ControlDeploymentFailure',
      handle: (input) => options.failDeployment(deploymentFailureOf(input)),
    },
    'POST /license': {
      shape: 'ControlLicense',
      handle: (input) => options.useLicense(licenseUseOf(input)),
    },
    'POST /reset': { handle: () => options.reset() },
  }
}

function reportCalls(calls: CallLog, operation: string | undefined): JsonObject {
  const shown = calls.all.filter((call) => operation === undefined || call.operation === operation)
  const counts = Object.groupBy(calls.all, (call) => call.operation)
  return {
    count: calls.count(operation),
    maxInFlight: calls.maxInFlight(operation),
    counts: Object.fromEntries(Object.keys(counts).map((name) => [name, calls.count(name)])),
    calls: shown,
  }
}
