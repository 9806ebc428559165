import { parseArn } from '../../appstream/arn.ts'
import type { CallOptions } from '../../appstream/calls/calls.ts'
import type { InputOf } from '../../appstream/model/operations.ts'
import type { Target } from '../../appstream/target.ts'
import { ownArn } from '../../inventory/resources.ts'
import { appBlockKind } from '../app-block/kind.ts'
import type { Association } from '../kit/pair-loader.ts'
import { appBlockBuilderKind } from './kind.ts'

/** Association of app block builders (left) with the app blocks that they package (right). */
export const builderAppBlocks: Association = {
  name: 'appBlockBuilders/appBlocks',
  operations: {
    left: 'DescribeAppBlockBuilderAppBlockAssociations',
    right: 'DescribeAppBlockBuilderAppBlockAssociations',
  },
  kinds: { left: appBlockBuilderKind, right: appBlockKind },
  all: (target, call) => pairs(target, {}, call),
  partners: {
    async left(target, AppBlockBuilderName, call) {
      return (await pairs(target, { AppBlockBuilderName }, call)).map(([, appBlock]) => appBlock)
    },
    async right(target, name, call) {
      // A listing has revealed the account of the target.
      const AppBlockArn = ownArn(target, 'app-block', name)
      return (await pairs(target, { AppBlockArn }, call)).map(([builder]) => builder)
    },
  },
}

async function pairs(
  { reader }: Target,
  input: InputOf<'DescribeAppBlockBuilderAppBlockAssociations'>,
  call: CallOptions,
): Promise<(readonly [builder: string, appBlock: string])[]> {
  const found = await reader.list(
    'DescribeAppBlockBuilderAppBlockAssociations',
    'AppBlockBuilderAppBlockAssociations',
    input,
    call,
  )
  return found.flatMap(({ AppBlockBuilderName, AppBlockArn = '' }) => {
    const appBlock = parseArn(AppBlockArn)?.name
    return AppBlockBuilderName === undefined || appBlock === undefined
      ? []
      : [[AppBlockBuilderName, appBlock] as const]
  })
}
