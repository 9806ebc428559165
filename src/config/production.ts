/** True if the environment sets `NODE_ENV=production`, as opposed to the default below. */
export const isProduction = process.env['NODE_ENV'] === 'production'

// GraphQL.js compares the classes of every value with those of other copies of itself unless NODE_ENV is `production`. It
// reads the variable when it is loaded, so this module has to be imported before all others.
process.env['NODE_ENV'] ??= 'production'

/** Returns true if Node loads code before the program, such as an instrumentation that replaces modules of packages. */
export function hasPreloads(): boolean {
  const options = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ')
  return /(^|\s)(-r|--require|--import|--loader|--experimental-loader)\b/.test(options)
}
