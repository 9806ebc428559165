/** Returns the field name of an AWS member, for example `disableImdsv1` for `DisableIMDSV1`. */
export function graphName(member: string): string {
  const words = member.replace(
    /[A-Z]+(?=[A-Z][a-z]|$|\d)/g,
    (word) => word.charAt(0) + word.slice(1).toLowerCase(),
  )
  return uncapitalized(words)
}

/** Returns the field name of the raw value of an enum member, for example `rawFleetType` for `FleetType`. */
export function rawName(member: string): string {
  return `raw${capitalized(graphName(member))}`
}

/** Returns a name with an upper-case first letter. */
export function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function uncapitalized(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** Returns the enum value of a field: `userName` is `USER_NAME`. */
export function constantName(field: string): string {
  return field.replace(/[A-Z]/g, '_$&').toUpperCase()
}

/** Returns the words of a name: `appBlocks` is `app blocks`. */
export function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
