import type { Where } from './interventions.ts'
import type { OperationContext } from './kit/operation.ts'
import { combinationError, notPermitted, requireExisting } from './kit/preconditions.ts'
import { appBlockKind } from './resources/app-block/kind.ts'
import { appBlockBuilderKind } from './resources/app-block-builder/kind.ts'

/** Packaging of an app block on a running app block builder, for which AWS has no API. */
export interface Packaging extends Where {
  readonly appBlockBuilder: string
  readonly appBlock: string
  /** True if the app block stays INACTIVE, with an error. */
  readonly fails?: boolean | undefined
}

/** Packages an app block: it becomes ACTIVE, with its package in its bucket. */
export function packageAppBlock(packaging: Packaging, context: OperationContext): void {
  const { appBlocks, appBlockBuilders, builderAppBlocks } = context.region
  const { appBlockBuilder, appBlock, fails } = packaging
  const builder = requireExisting(appBlockBuilders, appBlockBuilder, context)
  const { State, SourceS3Location } = requireExisting(appBlocks, appBlock, context)
  if (!builderAppBlocks.has(appBlockBuilder, appBlock)) {
    throw combinationError(
      `The app block ${appBlock} is not associated with the app block builder ${appBlockBuilder}.`,
    )
  }
  if (builder.State !== 'RUNNING') throw notPermitted(appBlockBuilderKind, appBlockBuilder, builder.State)
  if (State !== 'INACTIVE') throw notPermitted(appBlockKind, appBlock, State)
  const ErrorMessage = 'The package could not be created.'
  appBlocks.change(
    appBlock,
    fails
      ? { AppBlockErrors: [{ ErrorCode: 'PACKAGING_FAILED', ErrorMessage }] }
      : {
          State: 'ACTIVE',
          SourceS3Location: { ...SourceS3Location, S3Key: `${appBlock}.vhd` },
          AppBlockErrors: [],
        },
  )
}
