import { AwsError } from '../../errors.ts'
import { combinationError } from '../../kit/preconditions.ts'

/** License-included software, parsed from its name. */
interface Product {
  readonly name: string
  /** Office, Visio or Project. */
  readonly family: string
  readonly bits: string
}

const editions: readonly (readonly [family: string, edition: string])[] = [
  ['Office', 'LTSC_Professional_Plus'],
  ['Office', 'LTSC_Standard'],
  ['Visio', 'LTSC_Professional'],
  ['Visio', 'LTSC_Standard'],
  ['Project', 'Professional'],
  ['Project', 'Standard'],
]

/** Documented names for AssociateSoftwareToImageBuilder. */
const products = new Map<string, Product>(
  editions.flatMap(([family, edition]) =>
    ['2021', '2024'].flatMap((version) =>
      ['32Bit', '64Bit'].map((bits) => {
        const name = `Microsoft_${family}_${version}_${edition}_${bits}`
        return [name, { name, family, bits }] as const
      }),
    ),
  ),
)

/**
 * Throws ResourceNotFoundException for an unknown software, and InvalidParameterCombinationException for software that
 * cannot be installed side by side: two editions of one product, or 32-bit and 64-bit software.
 */
export function requireInstallable(names: readonly string[]): void {
  const wanted = [...new Set(names)].map(requireProduct)
  for (const product of wanted) {
    const other = wanted.find(({ name, family }) => name !== product.name && family === product.family)
    if (other !== undefined) {
      throw combinationError(`${product.name} and ${other.name} are editions of one product.`)
    }
  }
  if (new Set(wanted.map(({ bits }) => bits)).size > 1) {
    throw combinationError('32-bit and 64-bit software cannot be installed together.')
  }
}

function requireProduct(name: string): Product {
  const product = products.get(name)
  if (product !== undefined) return product
  throw new AwsError('ResourceNotFoundException', `The software ${name} does not exist.`)
}
