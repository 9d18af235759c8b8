// What the desk tells somebody who looks elsewhere: notifications, the number in icon and badge, an alarm for emergencies. And what it tells of the one
// at the screen: whether the thread is looked at, and that an answer is being typed.
(() => {
  'use strict';

  const mayNotify = () => 'Notification' in window && Notification.permission === 'granted';

  // --- Asked for on a click only, and only while the browser has no answer yet. Phones show notifications of apps only.
  function showAsk() {
    const ask = document.getElementById('notify-ask');
    if (ask) ask.hidden = !('Notification' in window) || Notification.permission !== 'default' || matchMedia('(hover: none)').matches;
  }
  addEventListener('click', event => {
    if (event.target.closest?.('#notify-ask')) Notification.requestPermission().then(showAsk);
  });

  function notify({ title, body, tag, url }) {
    if (!document.hidden || !mayNotify()) return;
    try {
      const shown = new Notification(title, { body, tag, renotify: true, icon: '/desk/icon.svg', lang: document.documentElement.lang });
      shown.onclick = () => {
        window.focus();
        shown.close();
        location.href = url;
      };
    } catch {
      // A phone that shows notifications of apps only.
    }
  }

  // --- The number: on the tab's icon and, where the desk is installed, on that of the app.
  const icon = document.querySelector('link[rel="icon"]');
  const plain = icon?.href;
  let drawn = 0;
  function draw(count) {
    if (count === drawn || !icon) return;
    drawn = count;
    if (count === 0) {
      icon.type = 'image/svg+xml';
      icon.href = plain;
      return;
    }
    const picture = new Image();
    picture.onload = () => {
      if (count !== drawn) return;
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 64;
      const pen = canvas.getContext('2d');
      pen.drawImage(picture, 0, 0, 64, 64);
      pen.fillStyle = '#d93a30';
      pen.beginPath();
      pen.arc(44, 20, 20, 0, 2 * Math.PI);
      pen.fill();
      pen.fillStyle = '#fff';
      pen.font = `bold ${count > 9 ? 22 : 28}px sans-serif`;
      pen.textAlign = 'center';
      pen.textBaseline = 'middle';
      pen.fillText(count > 99 ? '99' : String(count), 44, 21);
      icon.type = 'image/png';
      icon.href = canvas.toDataURL('image/png');
    };
    picture.src = plain;
  }
  function badge(count) {
    draw(count);
    if (count > 0) navigator.setAppBadge?.(count).catch(() => {});
    else navigator.clearAppBadge?.().catch(() => {});
  }

  // --- Emergencies ring on until somebody takes them over, or this desk is silenced for those that ring now.
  const kept = 'desk.silenced';
  const silenced = () => (sessionStorage.getItem(kept) ?? '').split(' ');
  let alarming = [];
  const loud = () => alarming.filter(id => !silenced().includes(id));
  function sound() {
    const button = document.getElementById('silence');
    if (button) button.hidden = loud().length === 0;
    if (loud().length > 0) window.desk.alarm();
  }
  setInterval(sound, 4000);
  addEventListener('click', event => {
    const button = event.target.closest?.('#silence');
    if (!button) return;
    sessionStorage.setItem(kept, button.dataset.cases);
    sound();
  });

  // --- The one at the screen.
  let thread = null;
  let told = 0;
  let looked = null;
  const call = (name, ...values) => thread?.invokeMethodAsync(name, ...values).catch(() => { thread = null; });
  function look() {
    const now = document.visibilityState === 'visible' && document.hasFocus();
    if (!thread || now === looked) return;
    looked = now;
    call('LookedAt', now);
  }
  document.addEventListener('visibilitychange', look);
  addEventListener('focus', look);
  addEventListener('blur', look);
  addEventListener('input', event => {
    if (!thread || !event.target.matches?.('#reply') || !event.target.value || Date.now() - told < 3000) return;
    told = Date.now();
    call('Typed');
  }, { capture: true });

  window.desk.notice = {
    /** Something to be heard and, while nobody looks, seen. */
    say(news) {
      if (news.sound === 'answer') window.desk.ring(false, 'answer');
      notify(news);
    },
    /** How much waits, and the emergencies nobody has taken over. */
    show(count, emergencies) {
      showAsk();
      badge(count);
      const before = loud().length;
      alarming = emergencies;
      if (loud().length > before || before > 0) sound();
    },
    /** The thread on this page. */
    attend(page) {
      thread = page;
      looked = null;
      look();
    },
  };
})();
