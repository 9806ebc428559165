import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type FieldRequiredness,
  type InputFieldMap,
  type InputFieldsMapping,
  type InputType,
  mapInputFields,
  type PothosInputFieldConfig,
  type PothosOutputFieldConfig,
  PothosSchemaError,
  type PothosTypeConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'
import { listScopes, type Scope, type Scopes } from '../access.ts'
import { forbidden } from '../errors.ts'

/**
 * Option `scope` of types, fields, arguments and input members. All listed scopes are required: without them, a
 * field is null with a FORBIDDEN error, as is a field called with such an argument. Routers read the scopes
 * of types and fields from the subgraph; those of arguments have no directive, and are checked here only.
 */
interface GuardOption {
  readonly scope?: Scopes | undefined
}

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      scopes: ScopesPlugin<Types>
    }
    export interface SchemaBuilderOptions<Types extends SchemaTypes> {
      scopes: {
        /** Returns the scopes that the caller lacks. */
        readonly missing: MissingScopes<Types>
      }
    }
    export interface ObjectTypeOptions<Types extends SchemaTypes, Shape> extends GuardOption {}
    export interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > extends GuardOption {}
    export interface InputFieldOptions<
      Types extends SchemaTypes,
      Type extends InputType<Types> | [InputType<Types>],
      Req extends FieldRequiredness<Type>,
    > extends GuardOption {}
  }
}

/** Extension of a guarded type, field or argument in the schema: its scopes. */
export const SCOPES_EXTENSION = 'requiredScopes'

type Guards<Types extends SchemaTypes> = InputFieldsMapping<Types, readonly Scope[]>
type MissingScopes<Types extends SchemaTypes> = (
  context: Types['Context'],
  needed: readonly Scope[],
) => readonly Scope[]
type Resolver<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>

/**
 * Converts the option `scope` to the options of the plugins that check and publish scopes of types and fields, and
 * checks scopes of arguments. Must be the last plugin, because Pothos calls plugins in reverse order.
 */
class ScopesPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onTypeConfig(config: PothosTypeConfig): PothosTypeConfig {
    return config.kind === 'Object' ? guarded(config, config.name) : config
  }

  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    return guarded(config, `${config.parentType}.${config.name}`)
  }

  override onInputFieldConfig(config: PothosInputFieldConfig<Types>): PothosInputFieldConfig<Types> {
    const scopes = scopesOf(config.pothosOptions)
    return scopes === undefined ? config : { ...config, extensions: extended(config, scopes) }
  }

  override wrapResolve(resolve: Resolver<Types>, field: PothosOutputFieldConfig<Types>): Resolver<Types> {
    return this.#wrap(resolve, field)
  }

  override wrapSubscribe(
    subscribe: Resolver<Types> | undefined,
    field: PothosOutputFieldConfig<Types>,
  ): Resolver<Types> | undefined {
    return subscribe && this.#wrap(subscribe, field)
  }

  #wrap(
    resolve: Resolver<Types>,
    { args, parentType, name }: PothosOutputFieldConfig<Types>,
  ): Resolver<Types> {
    const guards: Guards<Types> | null = mapInputFields(
      args,
      this.buildCache,
      (config) => scopesOf(config.pothosOptions) ?? null,
    )
    if (guards === null) return resolve
    if (parentType === 'Mutation') {
      // A GraphQL error would end the document here, so a mutation declares all its scopes and returns an error as data.
      throw new PothosSchemaError(
        `The input of Mutation.${name} has a member with \`scope\`: declare it as \`scope\` of the mutation.`,
      )
    }
    const { missing } = this.builder.options.scopes
    return (parent, input, context, info) => {
      checkArguments(input, guards, (needed) => missing(context, needed), [])
      return resolve(parent, input, context, info)
    }
  }
}

/** Checks the scopes of given arguments; null counts as absent. @throws FORBIDDEN */
function checkArguments<Types extends SchemaTypes>(
  input: object,
  guards: Guards<Types>,
  missing: (needed: readonly Scope[]) => readonly Scope[],
  path: readonly string[],
): void {
  for (const [name, value] of Object.entries<unknown>({ ...input })) {
    const guard = guards.get(name)
    if (guard === undefined || value == null) continue
    const at = [...path, name]
    const lacking = missing(guard.value ?? [])
    if (lacking.length > 0) throw forbidden(lacking, `The argument \`${at.join('.')}\``)
    const members = guard.kind === 'InputObject' ? guard.fields.map : null
    if (members === null) continue
    for (const item of [value].flat(guard.isList ? Number.POSITIVE_INFINITY : 0)) {
      if (typeof item === 'object' && item !== null) checkArguments(item, members, missing, at)
    }
  }
}

function guarded<Config extends { readonly pothosOptions: object; readonly extensions?: unknown }>(
  config: Config,
  name: string,
): Config {
  const { pothosOptions } = config
  const scopes = scopesOf(pothosOptions)
  if (scopes === undefined) return config
  if ('authScopes' in pothosOptions) throw new PothosSchemaError(`${name} has both scope and authScopes.`)
  return {
    ...config,
    extensions: extended(config, scopes),
    pothosOptions: {
      ...pothosOptions,
      authScopes: { scope: scopes },
      // Publishes the same requirement to federation routers.
      authenticated: true,
      requiresScopes: [scopes],
    },
  }
}

function extended({ extensions }: { readonly extensions?: unknown }, scopes: readonly Scope[]) {
  return { ...Object(extensions), [SCOPES_EXTENSION]: scopes }
}

function scopesOf({ scope }: GuardOption): readonly Scope[] | undefined {
  return scope === undefined ? undefined : listScopes(scope)
}

/** Name of the plugin. */
export const SCOPES_PLUGIN = 'scopes'

SchemaBuilder.registerPlugin(SCOPES_PLUGIN, ScopesPlugin)
