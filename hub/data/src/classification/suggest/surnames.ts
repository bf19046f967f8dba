/** Surnames that together cover more than 96 % of the population, and compound ones. */
const SINGLE = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎闫薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃洪武莫孔汤向常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储芮湛'.split(
    '',
  ),
)
const COMPOUND = new Set(
  '欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 轩辕 令狐 宇文 长孙 慕容 司徒 夏侯 端木 呼延 南宫 独孤 完颜 申屠 太史'.split(' '),
)
/** Words of places, bodies and states that begin like a surname. */
const NOT_A_NAME =
  /[区县市省街镇乡村路局处科室部厅院所站队厂店馆校班组号类型级种项值率额费款证书表单]$|^(高中|高级|高新|高速|安全|安装|成功|成立|方案|方便|全部|全国|全市|应急|应届|明细|明确|时间|时段|常住|常规|常用|关闭|关停|连续|管理|和平|河北|江苏|云南|南开|华中|金融|万元|向上|文化|文明|文艺|康复|农业|农村|农民|石油|石化|易燃|严重|严格|单位|单元|单身|单独|计算|经济|路灯|路面|车辆|车位|古文|任务|任意|温度|温馨|水泥|白天|阳性|阳台|黄色|蓝色|金属|终止|解除|申请|申报|乐观|宗教|符合|安静|项目|连接|封闭|官方|商品|商业|商务|师范|荣誉)/

/** Looks like the name of a Chinese person: two to four characters after a known surname. */
export const looksLikeName = (value: string): boolean => {
  if (!/^[\u4e00-\u9fff]{2,4}$|^[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff]{1,8}$/.test(value) || NOT_A_NAME.test(value)) return false
  return COMPOUND.has(value.slice(0, 2)) ? value.length >= 3 : (SINGLE.has(value[0]!) && value.length <= 3) || value.includes('·')
}
