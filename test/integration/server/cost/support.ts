import { defaultFieldResolver, execute, type GraphQLSchema, isObjectType, parse } from 'graphql'
import { ALL_SCOPES, createCaller } from '../../../../src/schema/access.ts'
import {
  createContextFactory,
  createKnownSizes,
  createSchema,
  createTurns,
} from '../../../../src/schema/index.ts'
import { createCostEstimate } from '../../../../src/server/cost/estimate.ts'
import { startUpstream } from '../../appstream/support.ts'

/** Counted work of an execution. */
export interface CountedWork {
  /** Resolved fields, without introspection. */
  readonly fields: number
  /** Values in the data. */
  readonly values: number
  readonly errors: number
  readonly bytes: number
}

/** Starts the graph over an inventory of images with applications, builders and their relations. */
export async function startMeasuredGraph() {
  const upstream = await startUpstream()
  const CreatedTime = new Date(upstream.time.clock.now() - 86_400_000)
  const { home } = upstream
  for (let index = 0; index < 120; index++) {
    const Arn = `arn:aws:appstream:${home.region}:${home.accountId}:image/im${index % 10}`
    home.putImage({
      Name: `im${index}`,
      CreatedTime,
      Platform: 'WINDOWS_SERVER_2022',
      Description: 'd'.repeat(200),
      ImageBuilderName: `desk${index % 30}`,
      ...(index >= 10 && { BaseImageArn: Arn }),
      Applications: Array.from({ length: 20 }, (_, number) => ({
        Name: `application-${number}`,
        DisplayName: `Application ${number}`,
        Description: 'a'.repeat(100),
        LaunchPath: `C:\\Program Files\\Vendor\\application-${number}.exe`,
        Metadata: { first: '1', second: '2' },
      })),
    })
  }
  for (let index = 0; index < 30; index++) {
    const ImageArn = `arn:aws:appstream:${home.region}:${home.accountId}:image/im${index % 10}`
    home.putImageBuilder({ Name: `desk${index}`, State: 'RUNNING', CreatedTime, ImageArn })
  }
  const counter = { fields: 0 }
  const schema = countResolvers(createSchema(), () => counter.fields++)
  const createContext = createContextFactory({
    inventory: upstream.inventory,
    clock: upstream.time.clock,
    turns: createTurns(),
  })
  const estimate = createCostEstimate({ sizes: createKnownSizes(upstream.inventory) })

  return {
    upstream,
    estimate: (query: string, variableValues: Readonly<Record<string, unknown>> = {}) =>
      estimate({ schema, document: parse(query), variableValues }),
    /** Executes an operation and counts its work. */
    async run(query: string, variableValues: Readonly<Record<string, unknown>> = {}): Promise<CountedWork> {
      counter.fields = 0
      const contextValue = createContext({
        caller: createCaller('test', ALL_SCOPES),
        noCache: false,
        audit: () => {},
      })
      const result = await execute({ schema, document: parse(query), variableValues, contextValue })
      return {
        fields: counter.fields,
        values: valuesOf(result.data),
        errors: result.errors?.length ?? 0,
        bytes: Buffer.byteLength(JSON.stringify(result)),
      }
    },
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  }
}

/** Returns Spearman's rank correlation; equal figures share their ranks. */
export function rankCorrelation(ones: readonly number[], others: readonly number[]): number {
  const [x, y] = [ranks(ones), ranks(others)]
  const mean = (x.length + 1) / 2
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, rank, index) => sum + (rank - mean) * ((b[index] ?? mean) - mean), 0)
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y))
}

function ranks(figures: readonly number[]): number[] {
  return figures.map((figure) => {
    const below = figures.filter((other) => other < figure).length
    const equal = figures.filter((other) => other === figure).length
    return below + (equal + 1) / 2
  })
}

function countResolvers(schema: GraphQLSchema, count: () => void): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const resolve = field.resolve ?? defaultFieldResolver
      field.resolve = (...args) => {
        count()
        return resolve(...args)
      }
    }
  }
  return schema
}

function valuesOf(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 1
  return Object.values(data).reduce((sum: number, value) => sum + valuesOf(value), 1)
}
