import * as sdk from '@aws-sdk/client-appstream'
import type { GetOutputType } from '@smithy/types'

type Sdk = typeof sdk

/** Indexed by operation name; this program is not bundled. */
const exported: Sdk = sdk

type Commands = {
  [Key in keyof Sdk as Key extends `${infer Operation}Command` ? Operation : never]: Sdk[Key]
}

/** The name of an AppStream operation, e.g. `DescribeFleets`. */
export type OperationName = keyof Commands

/** The input of an operation. */
export type InputOf<Operation extends OperationName> = InstanceType<Commands[Operation]>['input']

/** The output of an operation. */
export type OutputOf<Operation extends OperationName> = GetOutputType<InstanceType<Commands[Operation]>>

/** The names of the lists in the output of an operation. */
export type ListMember<Operation extends OperationName> = {
  [Member in keyof OutputOf<Operation>]-?: NonNullable<OutputOf<Operation>[Member]> extends readonly unknown[]
    ? Member
    : never
}[keyof OutputOf<Operation>] &
  string

/** The items of a list in the output of an operation. */
export type ItemOf<Operation extends OperationName, Member extends ListMember<Operation>> =
  NonNullable<OutputOf<Operation>[Member]> extends readonly (infer Item)[] ? Item : never

/** Sends a command through a client. */
type Send = (command: object, options: object) => Promise<unknown>

/** Sends an operation through an SDK client. */
export async function sendOperation<Operation extends OperationName>(
  client: sdk.AppStreamClient,
  operation: Operation,
  input: InputOf<Operation>,
  options: object,
): Promise<OutputOf<Operation>> {
  // The SDK relates commands and inputs by class. Here only the name relates them; the types above derive from it.
  const Command = exported[`${operation}Command`] as unknown as new (input: InputOf<Operation>) => object
  const send = client.send.bind(client) as unknown as Send
  return (await send(new Command(input), options)) as OutputOf<Operation>
}

/** Sends an operation whose request type is known only at run time. */
export function sendDeclared(
  client: sdk.AppStreamClient,
  operation: OperationName,
  request: object,
  options: object,
): Promise<OutputOf<OperationName>> {
  return sendOperation(client, operation, request as InputOf<OperationName>, options)
}
