import packageJson from '../package.json' with { type: 'json' }

/** Version of the gateway. Its single source is package.json. */
export const VERSION: string = packageJson.version
