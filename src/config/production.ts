// GraphQL.js compares the classes of every value with those of other copies of itself unless NODE_ENV is `production`. It
// reads the variable when it is loaded, so this module has to be imported before all others.
process.env['NODE_ENV'] ??= 'production'
