import type { AwsTheme } from '../../appstream/model.ts'
import { defineChildKind, type ItemOfChildKind } from '../../inventory/child-kind.ts'
import { stackKind } from '../stack/kind.ts'

/** Themes: a stack has one at most. */
export const themeKind = defineChildKind({
  name: 'AppStreamTheme',
  plural: 'themes',
  parent: stackKind,
  operation: 'DescribeThemeForStack',
  // AWS answers ResourceNotFoundException if the stack has no theme.
  async list(reader, StackName, call): Promise<readonly AwsTheme[]> {
    const { Theme } = await reader.call('DescribeThemeForStack', { StackName }, call)
    return Theme === undefined ? [] : [Theme]
  },
})

/** A theme in the inventory; its parent is its stack. */
export type Theme = ItemOfChildKind<typeof themeKind>
