/** The few pages the provider shows by itself. They carry no script and nothing from the request but escaped text. */
import type { KoaContextWithOIDC } from 'oidc-provider'

const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.7 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;background:Canvas;color:CanvasText}
main{max-width:26rem;padding:2rem}h1{font-size:1.4rem;margin:0 0 1rem}
button{font:inherit;padding:.6rem 1.6rem;border-radius:.5rem;border:1px solid #0b5cad;background:#0b5cad;color:#fff;margin-right:.75rem}
button+button{background:transparent;color:inherit;border-color:currentcolor}
</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`

const secure = (ctx: KoaContextWithOIDC, html: string): void => {
  ctx.type = 'html'
  ctx.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
  ctx.body = html
}

/** A sign-in that cannot go on is told on the sign-in page, with the code of the standard. */
export const errorPage = (ctx: KoaContextWithOIDC, out: { error: string }): void => {
  const code = /^[a-z_]{1,60}$/.test(out.error) ? out.error : 'server_error'
  ctx.status = ctx.status >= 500 ? 500 : 400
  const message = ctx.status === 500 ? '系统出现问题，请稍后再试。' : '这个登录请求无效或已经过期，请回到原来的页面重新登录。'
  secure(ctx, page('无法继续登录', `<p>${message}</p><p><a href="/">返回首页 Home</a></p><p><small>${code}</small></p>`))
}

export const logoutPage = (ctx: KoaContextWithOIDC, form: string): void =>
  secure(
    ctx,
    page(
      '退出登录？',
      `${form}<p><button type="submit" form="op.logoutForm" value="yes" name="logout" autofocus>退出 Sign out</button><button type="submit" form="op.logoutForm">取消 Cancel</button></p>`,
    ),
  )

export const signedOutPage = (ctx: KoaContextWithOIDC): void =>
  secure(ctx, page('已退出登录', '<p>您已安全退出。</p><p><a href="/">返回首页 Home</a></p>'))
