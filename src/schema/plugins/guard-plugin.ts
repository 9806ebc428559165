import SchemaBuilder, { type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'
import { PothosScopeAuthPlugin } from '@pothos/plugin-scope-auth'
import type { GraphQLFieldResolver } from 'graphql'
import type { Scope, Scopes } from '../access.ts'
import { listScopes } from '../access.ts'

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      guard: GuardPlugin<Types>
    }
  }
}

type Resolver<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>

/** Options of types and fields by which Pothos decides who may resolve them. */
interface GuardedOptions {
  readonly authScopes?: unknown
  readonly grantScopes?: unknown
}

/**
 * Pothos' scope check with a fast path. Most callers hold all scopes that a field can require; for them, the check would
 * cost more than most resolvers, and its cache would take memory for every request and subscriber. All others are
 * checked by Pothos.
 */
class GuardPlugin<Types extends SchemaTypes> extends PothosScopeAuthPlugin<Types> {
  override wrapResolve(resolve: Resolver<Types>, field: PothosOutputFieldConfig<Types>): Resolver<Types> {
    return this.#unlessHeld(resolve, super.wrapResolve(resolve, field), field)
  }

  override wrapSubscribe(subscribe: Resolver<Types>, field: PothosOutputFieldConfig<Types>): Resolver<Types> {
    return this.#unlessHeld(subscribe, super.wrapSubscribe(subscribe, field), field)
  }

  /** Returns a resolver that skips the check if the caller holds all scopes that it can require. */
  #unlessHeld(
    resolve: Resolver<Types>,
    checked: Resolver<Types>,
    field: PothosOutputFieldConfig<Types>,
  ): Resolver<Types> {
    const needed = checked === resolve ? undefined : this.#scopesOf(field)
    if (needed === undefined) return checked
    const { missing } = this.builder.options.scopes
    return (parent, args, context, info) =>
      missing(context, needed).length === 0
        ? resolve(parent, args, context, info)
        : checked(parent, args, context, info)
  }

  /** Returns all scopes that a field can require; undefined if they depend on the request. */
  #scopesOf({ parentType, declaringType, pothosOptions }: PothosOutputFieldConfig<Types>) {
    const types = [parentType, declaringType ?? parentType].flatMap((name) => this.#typesOf(name))
    const needed = new Set<Scope>()
    for (const options of [pothosOptions, ...types]) {
      const { authScopes, grantScopes }: GuardedOptions = Object(options)
      if (grantScopes !== undefined) return undefined
      if (authScopes === undefined) continue
      if (!isStatic(authScopes)) return undefined
      for (const scope of listScopes(authScopes.scope)) needed.add(scope)
    }
    return [...needed]
  }

  /** Returns the options of a type and of its interfaces. */
  #typesOf(name: string): readonly object[] {
    const config = this.buildCache.getTypeConfig(name)
    const interfaces = config.kind === 'Object' || config.kind === 'Interface' ? config.interfaces : []
    const inherited = interfaces.flatMap((each) =>
      this.#typesOf(this.buildCache.getTypeConfig(each, 'Interface').name),
    )
    return [config.pothosOptions, ...inherited]
  }
}

/** Returns true for scopes that depend neither on the request nor on other kinds of conditions. */
function isStatic(authScopes: unknown): authScopes is { readonly scope: Scopes } {
  if (typeof authScopes !== 'object' || authScopes === null || !('scope' in authScopes)) return false
  return Object.keys(authScopes).length === 1
}

/** Name of the plugin, which replaces that of Pothos. */
export const GUARD_PLUGIN = 'guard'

SchemaBuilder.registerPlugin(GUARD_PLUGIN, GuardPlugin)
