/** Returns the field of a member of AWS: `DisableIMDSV1` is `disableImdsv1`, `IconURL` is `iconUrl`. */
export function graphName(member: string): string {
  const words = member.replace(
    /[A-Z]+(?=[A-Z][a-z]|$|\d)/g,
    (word) => word.charAt(0) + word.slice(1).toLowerCase(),
  )
  return uncapitalized(words)
}

/** Returns the field of an enum member's raw value: `FleetType` is `rawFleetType`. */
export function rawName(member: string): string {
  return `raw${capitalized(graphName(member))}`
}

/** Returns a name that begins with an upper-case letter. */
export function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function uncapitalized(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
