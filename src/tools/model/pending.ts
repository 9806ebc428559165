/** Parts of the service model that other branches add; this file disappears with the last of them. */
export const pending: readonly RegExp[] = [
]
