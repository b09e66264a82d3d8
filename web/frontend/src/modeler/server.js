// What the page asks of the server. Every answer is {status, ...what it said}; no connection is status 0 with a sentence.
export async function post(url, body = '') {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const headers = { Accept: 'application/json', 'Content-Type': 'application/xml', 'X-CSRFToken': token };
  try {
    const answer = await fetch(url, { method: 'POST', headers, body });
    if (answer.redirected) return { status: 401, sentence: '您已退出登录。请先下载留底，再另开一页登录，然后回来重试。' };
    return { status: answer.status, ...(await answer.json()) };
  } catch (error) {
    console.info(error);
    return { status: 0, sentence: '没有连上服务器，什么都没有保存；您画的还在浏览器里，请稍后重试，或先下载留底。' };
  }
}

export async function fetchText(url) {
  const answer = await fetch(url, { headers: { Accept: 'application/xml' } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.arrayBuffer();
}
