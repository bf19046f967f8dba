/** The table of kinds: how each connector's source is opened. */
import { join } from 'node:path'
import type { Ctx } from '@haihe/kernel'
import { mayCall } from '../../context/net/address.ts'
import { createOutbound, type Outbound } from '../../context/net/outbound.ts'
import type { ConnectorRow } from '../connector/connector-store.ts'
import type { Secrets } from '../connector/secrets.ts'
import { openFile } from '../file/open-file.ts'
import { openRejectSource } from '../reject/reject-source.ts'
import type { RunInput } from '../run/run-store.ts'
import type { OpenSource } from '../services.ts'
import { openMqtt } from '../stream/mqtt-source.ts'
import { openMysql } from '../table/mysql-store.ts'
import { openPostgres } from '../table/pg-store.ts'
import { openTable } from '../table/table-source.ts'
import { uploadPath } from '../upload/files.ts'
import { findUpload } from '../upload/upload-store.ts'
import { openHttp } from '../web/http-source.ts'
import { openBroker, openOwnEntities } from '../web/ngsi-source.ts'
import { ownEntities } from '../web/own-store.ts'
import { checkedAddress } from './address.ts'
import { type Source, SourceError } from './types.ts'

interface Opener {
  open: OpenSource
  close: () => void
}

/** All addresses: an administrator allowed them for one connector. */
const EVERYWHERE = ['0.0.0.0/0', '::/0']

const headersOf = (plain: Record<string, string>, secrets: Record<string, string>): Record<string, string> => ({
  ...plain,
  ...Object.fromEntries(
    Object.entries(secrets).flatMap(([name, value]) =>
      name.startsWith('header.') ? [[name.slice('header.'.length), value]] : [],
    ),
  ),
})

export const createOpener = (ctx: Pick<Ctx, 'db' | 'pool' | 'now' | 'config' | 'city'>, secrets: Secrets): Opener => {
  const careful = mayCall(ctx.config.privateNetworks)
  const free = mayCall(EVERYWHERE)
  const [outside, inside]: [Outbound, Outbound] = [createOutbound(careful), createOutbound(free)]

  const openFiles = async (connector: ConnectorRow, input: RunInput): Promise<Source> => {
    if (connector.kind !== 'upload' && connector.kind !== 'folder') throw new SourceError('不是文件连接器')
    if (input && 'file' in input)
      return openFile(join(ctx.config.home, 'inbox', connector.id, input.file), input.name, connector.settings)
    const id = input && 'upload' in input ? input.upload : null
    const upload = id === null ? undefined : await findUpload(ctx.db, id)
    if (!upload) throw new SourceError('请先上传文件')
    return openFile(uploadPath(ctx.config.home, upload.id), upload.name, connector.settings)
  }

  const open: OpenSource = async (connector, input) => {
    if (input && 'rejects' in input) return openRejectSource(ctx.db, connector.id, input)
    const known = secrets.open(connector)
    const may = connector.privateAllowed ? free : careful
    const { send } = connector.privateAllowed ? inside : outside
    const zone = connector.settings.zone ?? ctx.city.timeZone
    switch (connector.kind) {
      case 'postgres': {
        const address = await checkedAddress(connector.settings.host, may)
        return openTable(await openPostgres(connector.settings, address, known.password), connector.settings.strategy)
      }
      case 'mysql': {
        const address = await checkedAddress(connector.settings.host, may)
        return openTable(await openMysql(connector.settings, address, known.password), connector.settings.strategy)
      }
      case 'upload':
      case 'folder':
        return openFiles(connector, input)
      case 'http':
        return openHttp({ settings: connector.settings, headers: headersOf(connector.settings.headers, known), send, zone })
      case 'ngsi-ld': {
        const { broker } = connector.settings
        if (broker === null) return openOwnEntities(connector.settings, ownEntities(ctx, connector.region))
        return openBroker(
          { ...connector.settings, broker },
          { headers: headersOf(connector.settings.headers, known), send, zone },
        )
      }
      case 'mqtt': {
        const { hostname } = new URL(connector.settings.url)
        const address = await checkedAddress(hostname, may)
        return openMqtt({ settings: connector.settings, address, password: known.password, clientId: `haihe-${connector.id}` })
      }
    }
  }
  return {
    open,
    close() {
      outside.close()
      inside.close()
    },
  }
}
