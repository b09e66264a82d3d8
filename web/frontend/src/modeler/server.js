// What the page asks of the server. Every answer is {status, ...what it said}; no connection is status 0 with a sentence.
const LOST = '没有连上服务器，什么都没有保存；您画的还在浏览器里，请稍后重试，或先下载留底。';
const OUT = '您已退出登录。请先下载留底，再另开一页登录，然后回来重试。';

export function post(url, text) {
  return ask(url, text, { 'Content-Type': 'application/xml' });
}

export function send(url, fields) {
  return ask(url, fields, {});
}

async function ask(url, body, headers) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  try {
    const answer = await fetch(url, {
      method: 'POST', body, headers: { Accept: 'application/json', 'X-CSRFToken': token, ...headers },
    });
    if (answer.redirected) return { status: 401, sentence: OUT };
    return { status: answer.status, ...(await answer.json()) };
  } catch (error) {
    console.info(error);
    return { status: 0, sentence: LOST };
  }
}

export async function fetchText(url) {
  const answer = await fetch(url, { headers: { Accept: 'application/xml' } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.arrayBuffer();
}
