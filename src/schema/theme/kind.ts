import type { AwsTheme } from '../../appstream/model/model.ts'
import { defineChildKind, type ItemOfChildKind } from '../../inventory/child-kind.ts'
import { stackKind } from '../stack/kind.ts'

/** Themes, by stack. A stack has at most one. */
export const themeKind = defineChildKind({
  name: 'AppStreamTheme',
  plural: 'themes',
  parent: stackKind,
  operation: 'DescribeThemeForStack',
  // AWS returns ResourceNotFoundException if the stack has no theme.
  async list(reader, StackName, call): Promise<readonly AwsTheme[]> {
    const { Theme } = await reader.call('DescribeThemeForStack', { StackName }, call)
    return Theme === undefined ? [] : [Theme]
  },
})

/** Theme in the inventory. Its parent is the stack. */
export type Theme = ItemOfChildKind<typeof themeKind>
