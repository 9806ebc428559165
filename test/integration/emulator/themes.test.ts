import {
  CreateThemeForStackCommand,
  type CreateThemeForStackCommandInput,
  DeleteStackCommand,
  DeleteThemeForStackCommand,
  DescribeThemeForStackCommand,
  UpdateThemeForStackCommand,
  type UpdateThemeForStackCommandInput,
} from '@aws-sdk/client-appstream'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../../src/emulator/server.ts'
import { accountId, exceptionOf } from './client.ts'
import { type Estate, startEstate } from './estate.ts'

const StackName = 'stack'
const links = [{ DisplayName: 'Help', FooterLinkURL: 'https://example.com/help' }]

async function startBranding(behaviour: EmulatorOptions['behaviour'] = {}): Promise<Estate> {
  const estate = await startEstate({ behaviour })
  estate.home.putStack({ Name: 'stack' })
  return estate
}

function create({ client }: Estate, input: Partial<CreateThemeForStackCommandInput> = {}) {
  return client.send(
    new CreateThemeForStackCommand({
      StackName,
      TitleText: 'Office',
      ThemeStyling: 'BLUE',
      OrganizationLogoS3Location: { S3Bucket: 'branding', S3Key: 'logo.png' },
      FaviconS3Location: { S3Bucket: 'branding', S3Key: 'favicon.png' },
      ...input,
    }),
  )
}

function update({ client }: Estate, input: Partial<UpdateThemeForStackCommandInput> = {}) {
  return client.send(new UpdateThemeForStackCommand({ StackName, ...input }))
}

function describeTheme({ client }: Estate, stack = StackName) {
  return client.send(new DescribeThemeForStackCommand({ StackName: stack }))
}

describe('theme validation', () => {
  test('distinguishes a missing theme from a missing stack by message only', async () => {
    await using estate = await startBranding()
    for (const [stack, message] of [
      ['stack', `The theme of stack stack for account ${accountId} does not exist.`],
      ['gone', `The stack gone for account ${accountId} does not exist.`],
    ] as const) {
      const calls = [
        describeTheme(estate, stack),
        update(estate, { StackName: stack }),
        estate.client.send(new DeleteThemeForStackCommand({ StackName: stack })),
      ]
      for (const call of calls) {
        expect(await exceptionOf(call)).toMatchObject({ name: 'ResourceNotFoundException', message })
      }
    }
  })

  test.each([
    [{ StackName: 'gone' }, 'ResourceNotFoundException'],
    [{ TitleText: '<b>' }, 'ValidationException'],
    [{ TitleText: '' }, 'ValidationException'],
    [{ FaviconS3Location: undefined }, 'ValidationException'],
    [{ FaviconS3Location: { S3Bucket: 'branding' } }, 'ValidationException'],
    [{ FaviconS3Location: { S3Bucket: 'branding', S3Key: 'icon.missing' } }, 'ResourceNotFoundException'],
    [{ FaviconS3Location: { S3Bucket: 'access-denied', S3Key: 'a' } }, 'OperationNotPermittedException'],
  ])('rejects the creation of %j', async (input, name) => {
    await using estate = await startBranding()
    expect((await exceptionOf(create(estate, input))).name).toBe(name)
    expect(estate.home.themes.size).toBe(0)
  })

  test('rejects a second theme of a stack', async () => {
    await using estate = await startBranding()
    await create(estate)
    expect((await exceptionOf(create(estate))).name).toBe('ResourceAlreadyExistsException')
  })

  test('rejects footer links both set and deleted', async () => {
    await using estate = await startBranding()
    await create(estate, { FooterLinks: links })
    const both = update(estate, { FooterLinks: links, AttributesToDelete: ['FOOTER_LINKS'] })
    expect((await exceptionOf(both)).name).toBe('InvalidParameterCombinationException')
  })
})

describe('themes', () => {
  test('are ENABLED, with URLs in place of S3 locations', async () => {
    await using estate = await startBranding()
    const { Theme } = await create(estate, { FooterLinks: links })
    expect(Theme).toEqual({
      StackName,
      State: 'ENABLED',
      ThemeTitleText: 'Office',
      ThemeStyling: 'BLUE',
      ThemeFooterLinks: links,
      ThemeOrganizationLogoURL: expect.stringMatching(/^https:/),
      ThemeFaviconURL: expect.stringMatching(/^https:/),
      CreatedTime: new Date(estate.clock.now()),
    })
    expect(JSON.stringify(Theme)).not.toContain('branding')
    expect((await describeTheme(estate)).Theme).toEqual(Theme)
  })

  test('are updated in part', async () => {
    await using estate = await startBranding()
    const { Theme } = await create(estate, { FooterLinks: links })
    const changes = { TitleText: 'Sales', ThemeStyling: 'RED', State: 'DISABLED' } as const
    const changed = { ...Theme, ThemeTitleText: 'Sales', ThemeStyling: 'RED', State: 'DISABLED' }
    expect((await update(estate, changes)).Theme).toEqual(changed)
    const OrganizationLogoS3Location = { S3Bucket: 'branding', S3Key: 'new.png' }
    const { Theme: logo } = await update(estate, { OrganizationLogoS3Location })
    expect(logo?.ThemeOrganizationLogoURL).not.toBe(Theme?.ThemeOrganizationLogoURL)
    const { Theme: bare } = await update(estate, { AttributesToDelete: ['FOOTER_LINKS'] })
    expect(bare).toEqual({ ...logo, ThemeFooterLinks: [] })
  })

  test('are deleted, and can be created again', async () => {
    await using estate = await startBranding()
    await create(estate)
    await estate.client.send(new DeleteThemeForStackCommand({ StackName }))
    expect((await exceptionOf(describeTheme(estate))).name).toBe('ResourceNotFoundException')
    await create(estate)
  })
})

describe('DeleteStack of a stack with a theme', () => {
  const remove = new DeleteStackCommand({ Name: StackName })

  test('fails while it has one', async () => {
    await using estate = await startBranding()
    await create(estate)
    expect(await exceptionOf(estate.client.send(remove))).toMatchObject({
      name: 'ResourceInUseException',
      message: 'Cannot delete stack stack. This stack has a theme.',
    })
  })

  test('removes the theme with its stack if configured', async () => {
    await using estate = await startBranding({ deleteStackWithParts: 'cascade' })
    await create(estate)
    await estate.client.send(remove)
    estate.home.putStack({ Name: 'stack' })
    expect((await exceptionOf(describeTheme(estate))).name).toBe('ResourceNotFoundException')
  })
})
